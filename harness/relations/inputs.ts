/** Relations with an input of the answer's shape: multiplied, added, returned. */
import { isArrayData } from '#lib/tensor/array.ts';
import type { Candidate, Pair } from './pair.ts';

/** The inputs that every pair has in the shape of its answer, or with one channel more. */
export function withInputs(pairs: readonly Pair[]): Candidate[] {
  const names = Object.keys(pairs[0]!.inputs).filter((name) => pairs.every((pair) => inputOf(pair, name)));
  return names.flatMap((name) => {
    const by = (says: string, f: (expected: number, input: number) => number): Candidate => ({
      says,
      predict(pair) {
        const input = inputOf(pair, name);
        return input && Float64Array.from(pair.expected.data, (value, i) => f(value, input[i]!));
      },
    });
    return [
      by(`the input \`${name}\` itself`, (_, x) => x),
      by(`the input \`${name}\` with the opposite sign`, (_, x) => -x),
      by(`the expected ones times the input \`${name}\``, (e, x) => e * x),
      by(`the absolute value of the expected ones times the input \`${name}\``, (e, x) => Math.abs(e * x)),
      by(`the expected ones plus the input \`${name}\``, (e, x) => e + x),
      by(`the expected ones minus the input \`${name}\``, (e, x) => e - x),
    ];
  });
}

export function inputOf({ inputs, expected }: Pair, name: string): ArrayLike<number> | undefined {
  const input = inputs[name];
  const isSame = isArrayData(input) && String(input.shape) === String(expected.shape);
  return isSame ? input.data : undefined;
}
