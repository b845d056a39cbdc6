/** Answers that do not depend on what they should, and those off by one number. */
import { type Candidate, holdsOn, number, type Pair } from './pair.ts';

const filled = ({ expected }: Pair, value: number): Float64Array => new Float64Array(expected.data.length).fill(value);

/** @returns nothing but zeros if all expected values are the same, too */
export function constants(pairs: readonly Pair[]): Candidate[] {
  const [first] = pairs;
  const value = first!.actual.data[0]!;
  if (value === 0) {
    // A prediction of zeros has no scale, so it is compared here.
    const zeros = (pair: Pair) => (pair.actual.data.every((actual) => actual === 0) ? filled(pair, 0) : undefined);
    return pairs.every(zeros) ? [{ says: 'all 0', predict: zeros }] : [];
  }
  const varies = pairs.some(({ expected }) => expected.data.some((value) => value !== first!.expected.data[0]));
  if (!varies) return [];
  const everywhere: Candidate = { says: `${number(value)} everywhere`, predict: (pair) => filled(pair, value) };
  // With other inputs it may be another number.
  const within: Candidate = {
    says: 'the same number in every place',
    predict: (pair) => (pair.expected.data.length > 1 ? filled(pair, pair.actual.data[0]!) : undefined),
  };
  return pairs.length > 1 && holdsOn(pairs, everywhere.predict) ? [everywhere] : [within];
}

/** The same number added to every expected value. */
export function offset(pairs: readonly Pair[]): Candidate[] {
  const { actual, expected } = pairs[0]!;
  if (pairs.length === 1 && expected.data.length === 1) return []; // of one number it is always true
  const by = mean(actual.data) - mean(expected.data);
  if (Math.abs(by) < 1e-6) return [];
  const how = by > 0 ? `plus ${number(by)}` : `minus ${number(-by)}`;
  return [
    {
      says: `the expected ones ${how}`,
      predict: (pair) => Float64Array.from(pair.expected.data, (value) => value + by),
    },
  ];
}

const mean = (data: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < data.length; i++) total += data[i]!;
  return total / data.length;
};
