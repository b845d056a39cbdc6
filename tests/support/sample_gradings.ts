/** Gradings as the pipeline makes them, without running anything. */

import { checkById } from '../../assignment/checks/index.ts';
import type { GradedCheck, Grading } from '../../grader/types.ts';
import type { Check } from '../../harness/check.ts';
import { float32 } from '../../lib/tensor/array.ts';

const digest = (character: string): string => character.repeat(64);

export const check = (id: string): Check => {
  const found = checkById(id);
  if (!found) throw new Error(`There is no check ${id}.`);
  return found;
};

const right = { passed: true, maxRelativeError: 2.5e-7 } as const;

export function passed(check: Check): GradedCheck[] {
  return [
    { check, run: 'feedback', verdict: right, points: 0, maxPoints: 0 },
    { check, run: 'graded', verdict: right, points: check.points, maxPoints: check.points },
  ];
}

export function failed(check: Check, message: string): GradedCheck[] {
  const seen = { passed: false, reason: 'wrong value', maxRelativeError: 0.31, detail: message } as const;
  const unseen = { ...seen, detail: 'SECRET NUMBERS OF A GRADED RUN' };
  const comparison = {
    name: 'gram',
    actual: float32([1, 2, 2], [1, 2, 3, 4]),
    expected: float32([1, 2, 2], [1, 2, 3, 5]),
  };
  return [
    { check, run: 'feedback', verdict: seen, points: 0, maxPoints: 0, help: 'Print the shape.', comparison },
    { check, run: 'graded', verdict: unseen, points: 0, maxPoints: check.points, hint: 'Divide by H · W · C.' },
  ];
}

/** A right content loss, a wrong Gram matrix, and a hidden check that failed. */
export function gradedSample(message = 'The gram is 4 at [0,1,1], expected 5.'): Grading {
  const hidden: Check = { ...check('tvLoss.value'), id: 'tvLoss.value.hidden', visibility: 'hidden' };
  const symmetric = check('gramMatrix.property.symmetric');
  const checks: GradedCheck[] = [
    ...passed(check('contentLoss.value')),
    ...failed(check('gramMatrix.value'), message),
    { check: symmetric, run: 'graded', verdict: right, points: 0, maxPoints: symmetric.points },
    ...failed(hidden, 'SECRET NUMBERS OF A HIDDEN CHECK').slice(1),
  ];
  return {
    name: 'sample.zip',
    status: 'graded',
    findings: [
      {
        severity: 'warning',
        code: 'rules.print',
        file: 'style_utils.ts',
        line: 12,
        message: 'A left-over print: console.log(x). Remove it.',
      },
    ],
    checks,
    score: 2,
    maxScore: 6.5,
    containment: { level: 'bubblewrap', held: ['no network'], missing: [] },
    limits: { checkWallMs: 25_000, memoryBytes: 512 * 2 ** 20 },
    receipt: {
      submission: digest('a'),
      secret: '0123456789abcdef',
      fixtures: digest('b'),
      model: digest('c'),
      modelDescription: 'SqueezeNet 1.1, 1000 classes, random weights (seed 0)',
      harness: digest('d'),
      harnessVersion: '0.1.0',
      engine: 'wasm, TensorFlow.js 4.22.0',
      node: 'v22.12.0',
    },
    durationMs: 1234.5,
  };
}

export const refusedSample: Grading = {
  name: 'holiday.zip',
  status: 'refused',
  findings: [{ severity: 'refused', code: 'intake.nothing', message: 'There is nothing in it.' }],
  checks: [],
  score: 0,
  maxScore: 40,
  durationMs: 10,
};

export const failedSample: Grading = {
  ...refusedSample,
  status: 'failed',
  findings: [],
  failure: 'Error: ENOSPC at /home/staff/grader/secret_place.ts:3',
};
