/** Which of a run's answers is drawn: a map or an image, [N,H,W] or [N,H,W,C], of the expected shape. */

import type { ArrayData } from '#lib/tensor/array.ts';
import { compareArrays } from '#lib/tensor/compare.ts';
import type { Answers } from '../check.ts';
import type { ReportedRun } from './summary.ts';

/** The drawable answer that is furthest off; undefined if none is off. */
export function worstMap(answers: Answers, expected: Answers): ReportedRun['comparison'] {
  let worst: ReportedRun['comparison'];
  let worstError = 0;
  for (const [name, wanted] of Object.entries(expected)) {
    const actual = Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (!actual || !isMap(wanted)) continue;
    const compared = compareArrays(actual, wanted);
    if (compared.kind !== 'measured' || compared.maxRelativeError <= worstError) continue;
    worst = { name, actual, expected: wanted };
    worstError = compared.maxRelativeError;
  }
  return worst;
}

function isMap({ shape }: ArrayData): boolean {
  const [, H = 0, W = 0] = shape;
  return (shape.length === 3 || shape.length === 4) && H > 1 && W > 1;
}
