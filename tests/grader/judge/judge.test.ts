import { describe, expect, it } from 'vitest';
import { checks } from '../../../assignment/checks/index.ts';
import { type JudgedRun, judgeRun, record } from '../../../grader/judge/index.ts';
import type { SandboxOutcome } from '../../../grader/types.ts';
import type { Check } from '../../../harness/check.ts';
import { type ArrayData, float32 } from '../../../lib/tensor/array.ts';
import { check } from '../../support/sample_gradings.ts';

const scalar = (value: number): ArrayData => float32([], [value]);
const answered = (answers: Record<string, ArrayData>): SandboxOutcome => ({ kind: 'answered', answers });

function planned(id: string, run: 'feedback' | 'graded' = 'graded') {
  return { check: check(id), run, task: { checkId: id, inputs: {}, dependencies: [] } };
}

describe('judgeRun', () => {
  const run = planned('contentLoss.value');
  const expected = { loss: scalar(2) };

  it('passes what is within the tolerance', () => {
    expect(judgeRun(run, answered({ loss: scalar(2 * (1 + 0.9e-4)) }), expected).passed).toBe(true);
    expect(judgeRun(run, answered({ loss: scalar(2 * (1 + 1.1e-4)) }), expected)).toMatchObject({
      reason: 'wrong value',
    });
  });

  it.each([
    ['nothing', {}, 'missing answer'],
    ['NaN', { loss: scalar(Number.NaN) }, 'not a finite number'],
    ['infinity', { loss: scalar(Number.POSITIVE_INFINITY) }, 'not a finite number'],
    ['an empty array', { loss: float32([0], []) }, 'wrong shape'],
    ['one axis too many', { loss: float32([1], [2]) }, 'wrong shape'],
    ['another name', { constructor: scalar(2) }, 'missing answer'],
  ])('fails %s', (_, answers, reason) => {
    expect(judgeRun(run, answered(answers), expected)).toMatchObject({ passed: false, reason });
  });

  it('looks at no answer that was not asked for', () => {
    const symmetric = planned('gramMatrix.property.symmetric');
    const gram = float32([1, 2, 2], [1, 2, 2, 3]);
    const answers = { gram, other: float32([1, 2, 2], [1, 2, 9, 3]), scalar: scalar(1) };
    expect(judgeRun(symmetric, answered(answers), { gram }).passed).toBe(true);
  });

  it('says why the host ended a run, and not what the child wrote to break the protocol', () => {
    const stopped = (reason: 'time limit' | 'broken protocol', message: string): SandboxOutcome => ({
      kind: 'stopped',
      reason,
      message,
    });
    expect(judgeRun(run, stopped('time limit', 'it took over 25 s'), {})).toMatchObject({
      reason: 'time limit',
      detail: expect.stringContaining('(it took over 25 s)'),
    });
    expect(JSON.stringify(judgeRun(run, stopped('broken protocol', 'A reply: INJECTED'), {}))).not.toContain(
      'INJECTED',
    );
  });
});

describe('record', () => {
  const judged = (subject: Check[], wrong: string[], run: 'feedback' | 'graded' = 'graded'): JudgedRun[] =>
    subject.map((check) => ({
      ...planned(check.id, run),
      outcome: answered({}),
      expected: {},
      verdict: wrong.includes(check.id)
        ? { passed: false, reason: 'wrong value', detail: '' }
        : { passed: true, maxRelativeError: 0 },
    }));
  const content = checks.filter(({ subject }) => subject.name === 'ContentLoss.forward');
  const total = (runs: JudgedRun[]) => record(runs).reduce((sum, { points }) => sum + points, 0);

  it('gives all points where all passes', () => {
    expect(total(judged(content, []))).toBe(content.reduce((sum, { points }) => sum + points, 0));
  });

  it('gives a property its points only where all value checks of its function pass', () => {
    const recorded = record(judged(content, ['contentLoss.value.batch']));
    const pointsOf = (id: string) => recorded.find(({ check }) => check.id === id)?.points;
    expect(pointsOf('contentLoss.value.batch')).toBe(0);
    expect(pointsOf('contentLoss.property.zeroAtTarget')).toBe(0);
    expect(pointsOf('contentLoss.value')).toBe(2);
    expect(pointsOf('contentLoss.gradient')).toBe(2);
  });

  it('gives nothing for feedback, and takes nothing for it', () => {
    const runs = [...judged(content, ['contentLoss.value'], 'feedback'), ...judged(content, [])];
    expect(
      record(runs)
        .filter(({ run }) => run === 'feedback')
        .every(({ points, maxPoints }) => points + maxPoints === 0),
    ).toBe(true);
    expect(total(runs)).toBe(total(judged(content, [])));
  });

  it('gives a hint to failed checks that may be seen, and pictures to feedback alone', () => {
    const map = float32([1, 2, 2], [1, 2, 3, 4]);
    const wrong = { passed: false, reason: 'wrong value', maxRelativeError: 0.25, detail: '' } as const;
    const gram = {
      ...planned('gramMatrix.value'),
      outcome: answered({ gram: float32([1, 2, 2], [1, 2, 3, 5]) }),
      expected: { gram: map },
      verdict: wrong,
    };
    const hidden = { ...gram, check: { ...gram.check, visibility: 'hidden' as const } };
    const [feedback, graded, unseen] = record(
      [{ ...gram, run: 'feedback' }, gram, hidden],
      new Map([['StyleLoss.gramMatrix', { id: 'gram.size', hint: 'Divide.' }]]),
    );
    expect(feedback).toMatchObject({ comparison: { name: 'gram' } });
    expect(feedback).not.toHaveProperty('hint');
    expect(graded).toMatchObject({ hint: 'Divide.', misconception: 'gram.size' });
    expect(graded).not.toHaveProperty('comparison');
    expect(unseen).not.toHaveProperty('hint');
    expect(unseen).not.toHaveProperty('misconception');
  });

  it('draws, for a property, what it expects of the answers: the reference is right elsewhere', () => {
    const gram = float32([1, 2, 2], [1, 2, 9, 4]);
    const run: JudgedRun = {
      ...planned('gramMatrix.property.symmetric', 'feedback'),
      outcome: answered({ gram }),
      expected: { gram },
      verdict: { passed: false, reason: 'property does not hold', maxRelativeError: 0.8, detail: '' },
    };
    expect(record([run])[0]?.comparison?.expected.data).toEqual(Float32Array.from([1, 9, 2, 4]));
  });
});
