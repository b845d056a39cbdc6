/** What is said of a function that fails because one that it builds on does. */
import { expect, it } from 'vitest';
import { findHints } from '../../../harness/runner/hints.ts';
import type { CheckResult } from '../../../harness/runner/session.ts';
import { float32 } from '../../../lib/tensor/array.ts';
import { check } from '../../support/sample_gradings.ts';

const failed = (id: string, value: number): CheckResult => ({
  check: check(id),
  outcome: { kind: 'answered', answers: { loss: float32([], [value]) } },
  verdict: { passed: false, reason: 'wrong value', maxRelativeError: 1, detail: '' },
  points: 0,
});

const known = {
  misconceptionsOf: async () => [],
  expectation: async () => ({ inputs: {}, expected: { loss: float32([], [5]) } }),
};

it('names the function that it builds on, if that fails too', async () => {
  const hints = await findHints([failed('gramMatrix.value', 1), failed('styleLoss.value', 2)], known);
  expect(hints.get('StyleLoss.forward')).toBe('It builds on StyleLoss.gramMatrix: correct that first.');
});

it('says nothing of a single number, which is always the expected one plus something', async () => {
  expect((await findHints([failed('styleLoss.value', 2)], known)).size).toBe(0);
});

it('blames it for an error only if it threw the same', async () => {
  const threw = (id: string, message: string): CheckResult => ({
    ...failed(id, 0),
    outcome: { kind: 'threw', message },
    verdict: { passed: false, reason: 'threw an error', detail: message },
  });
  const own = await findHints([failed('gramMatrix.value', 1), threw('styleLoss.value', 'TypeError: x')], known);
  expect(own.has('StyleLoss.forward')).toBe(false);
  const view = 'TypeError: F.view is not a function';
  const theirs = await findHints([threw('gramMatrix.value', view), threw('styleLoss.value', view)], known);
  expect(theirs.get('StyleLoss.gramMatrix')).toContain('`view` is PyTorch’s');
  expect(theirs.get('StyleLoss.forward')).toBe('It builds on StyleLoss.gramMatrix: correct that first.');
});
