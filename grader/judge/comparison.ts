/** Which of a run's answers can be drawn: maps and images, [N,H,W] or [N,H,W,C], of the shape that was expected. */
import type { ArrayData } from '../../lib/tensor/array.ts';
import type { Answers } from '../../tests/checks/check.ts';
import type { GradedCheck } from '../types.ts';

/** The first answer that can be drawn; nothing where none can. */
export function drawableAnswer(answers: Answers, expected: Answers): GradedCheck['comparison'] {
  for (const [name, wanted] of Object.entries(expected)) {
    const actual = Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (actual && isMap(wanted) && sameShape(actual, wanted)) return { name, actual, expected: wanted };
  }
  return undefined;
}

function isMap({ shape }: ArrayData): boolean {
  const [, H = 0, W = 0] = shape;
  return (shape.length === 3 || shape.length === 4) && H > 1 && W > 1;
}

function sameShape(a: ArrayData, b: ArrayData): boolean {
  return a.shape.length === b.shape.length && a.shape.every((n, axis) => n === b.shape[axis]);
}
