import { expect, it } from 'vitest';
import { bytesOf, withoutExcess } from '../../../grader/judge/excess.ts';
import type { SandboxOutcome } from '../../../grader/types.ts';
import { float32 } from '../../../lib/tensor/array.ts';

it('of an answer no more is kept than a right one has', () => {
  const expected = { loss: float32([], [1]), map: float32([1, 2], [1, 2]) };
  const large = float32([1, 3], [1, 2, 3]);
  const outcome: SandboxOutcome = {
    kind: 'answered',
    answers: { loss: float32([], [7]), map: large, extra: large, constructor: large },
  };
  expect(withoutExcess(outcome, expected)).toEqual({ kind: 'answered', answers: { loss: float32([], [7]) } });
  expect(bytesOf(expected)).toBe(12);
});
