/** Expectations of properties, computed from the answers alone. */
import { type ArrayData, sizeOf } from '#lib/tensor/array.ts';
import type { Answers } from './check.ts';

export function mapAnswers(answers: Answers, f: (answer: ArrayData) => ArrayData): Answers {
  return Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, f(answer)]));
}

export function mapValues(array: ArrayData, f: (value: number, index: number) => number): ArrayData {
  return { ...array, data: array.data.map(f) };
}

export const zerosLike = (answers: Answers): Answers => mapAnswers(answers, (answer) => mapValues(answer, () => 0));

/** No value is below 0. */
export const nonNegative = (answers: Answers): Answers => mapAnswers(answers, (answer) => mapValues(answer, Math.abs));

/** Every answer equals the one named. */
export const allEqualTo =
  (name: string) =>
  (answers: Answers): Answers =>
    mapAnswers(answers, () => answers[name]!);

/** Each matrix [N,C,C] equals its transpose. */
export const symmetric = (answers: Answers): Answers =>
  mapAnswers(answers, (answer) => {
    const n = answer.shape.at(-1)!;
    return mapValues(answer, (_, i) => {
      const [matrix, row, column] = [Math.floor(i / (n * n)), Math.floor(i / n) % n, i % n];
      return answer.data[matrix * n * n + column * n + row]!;
    });
  });

/** The answer `permuted` holds the examples of the answer `straight` in the order given. */
export const permutes =
  (order: readonly number[]) =>
  ({ straight, permuted }: Answers): Answers => {
    const exampleSize = sizeOf(straight!.shape.slice(1));
    const moved = mapValues(straight!, (_, i) => {
      const [example, rest] = [Math.floor(i / exampleSize), i % exampleSize];
      return straight!.data[order[example]! * exampleSize + rest]!;
    });
    return { straight: straight!, permuted: { ...moved, shape: permuted!.shape } };
  };
