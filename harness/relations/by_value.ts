/** Functions of each value by itself, in both directions. */
import type { Candidate, Pair } from './pair.ts';

const mapped =
  (f: (expected: number) => number) =>
  ({ expected }: Pair): Float64Array =>
    Float64Array.from(expected.data, f);

const of = (says: string, f: (expected: number) => number): Candidate => ({ says, predict: mapped(f) });

/** Where the expected values are a function of the student's: some step is missing. */
const missing = (says: string, f: (actual: number) => number): Candidate => ({
  says,
  predict: ({ actual, expected }) =>
    // The student's values where f makes the expected ones of them.
    Float64Array.from(expected.data, (value, i) => actual.data[i]! + value - f(actual.data[i]!)),
});

export const BY_VALUE: readonly Candidate[] = [
  of('the absolute value of the expected ones', Math.abs),
  of('the expected ones where these are positive, and 0 where they are negative', (e) => Math.max(0, e)),
  of('the expected ones where these are negative, and 0 where they are positive', (e) => Math.min(0, e)),
  of('the square of the expected ones', (e) => e * e),
  of('the square root of the expected ones', (e) => Math.sqrt(e)),
  of('the third power of the expected ones', (e) => e ** 3),
  of('the sign (1, 0 or −1) of the expected ones', Math.sign),
  of('1 where the expected ones are positive, and 0 elsewhere', (e) => (e > 0 ? 1 : 0)),
  of('1 divided by the expected ones', (e) => 1 / e),
  of('1 minus the expected ones', (e) => 1 - e),
  of('the exponential of the expected ones', Math.exp),
  of('the logarithm of the expected ones', Math.log),
  of('1 / (1 + exp(−x)) of the expected ones', (e) => 1 / (1 + Math.exp(-e))),
  missing('signed, and the expected ones are their absolute value', Math.abs),
  missing('the expected ones, except that negative values have not become 0', (a) => Math.max(0, a)),
];

/** Those that differ from a simpler function only where values are negative. */
export const SIGNED: readonly Candidate[] = [
  of('the square root of the absolute value of the expected ones', (e) => Math.sqrt(Math.abs(e))),
  of('the expected ones times their absolute value', (e) => e * Math.abs(e)),
];

/** How many values must have met a limit. */
const LEAST_CUT = 3;

/** The values of the pairs, cut off at the largest or the smallest that the student has. */
export function clips(pairs: readonly Pair[]): Candidate[] {
  const most = Math.max(...pairs.map(({ actual }) => extreme(actual.data, Math.max)));
  const least = Math.min(...pairs.map(({ actual }) => extreme(actual.data, Math.min)));
  const isCut = (limit: number) =>
    pairs.reduce((sum, { actual }) => sum + actual.data.filter((value) => value === limit).length, 0) >= LEAST_CUT;
  const above = of(`the expected ones cut off above at ${digits(most)}`, (e) => Math.min(e, most));
  const below = of(`the expected ones cut off below at ${digits(least)}`, (e) => Math.max(e, least));
  const both = of(`the expected ones cut off at ${digits(least)} and ${digits(most)}`, (e) =>
    Math.min(most, Math.max(e, least)),
  );
  if (isCut(most) && isCut(least)) return least === 0 ? [above] : [both];
  return [...(isCut(most) ? [above] : []), ...(isCut(least) ? [below] : [])];
}

const digits = (value: number): string => String(Number(value.toPrecision(4))).replace('-', '−');
const extreme = (data: ArrayLike<number>, pick: (a: number, b: number) => number): number => {
  let found = data[0]!;
  for (let i = 1; i < data.length; i++) found = pick(found, data[i]!);
  return found;
};
