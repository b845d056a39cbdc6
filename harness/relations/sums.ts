/** A sum of which parts are missing, counted twice, subtracted or weighted otherwise. Which parts there are, the check's data says. */
import type { Candidate, Pair, Part, Sum } from './pair.ts';

type Weigh = (part: Part, i: number, parts: readonly Part[]) => number;

/** @returns every part with another factor, if all factors are known and one of them is not 1 */
const weighted = (over: string, says: string, weigh: Weigh): Candidate => ({
  says,
  predict({ sums, expected }) {
    const parts = sums.find((sum) => sum.over === over)?.parts;
    const factors = parts?.map(weigh);
    if (!parts || !factors?.every(Number.isFinite)) return undefined;
    return Float64Array.from(expected.data, (_, k) =>
      parts.reduce((sum, { values }, i) => sum + values[k]! * factors[i]!, 0),
    );
  },
});

const weights = (parts: readonly Part[]): number[] => parts.map(({ weight = Number.NaN }) => weight);
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const otherWeights = (over: string): Candidate[] => [
  weighted(over, `the expected sum without the weight of each ${over}`, ({ weight = Number.NaN }) => 1 / weight),
  weighted(
    over,
    `the expected sum with the weight of each ${over} multiplied in twice`,
    ({ weight = Number.NaN }) => weight,
  ),
  weighted(
    over,
    `the expected sum with the weights of the ${over}s in the reverse order`,
    ({ weight = Number.NaN }, i, parts) => weights(parts).at(-1 - i)! / weight,
  ),
  weighted(
    over,
    `the expected sum with the weight of the first ${over} for all`,
    ({ weight = Number.NaN }, _, parts) => weights(parts)[0]! / weight,
  ),
  weighted(
    over,
    `the expected sum with weights that were divided by their sum`,
    (_, __, parts) => 1 / total(weights(parts)),
  ),
  weighted(over, `the expected sum divided by the number of ${over}s`, (_, __, parts) => 1 / parts.length),
  weighted(
    over,
    `the expected sum with the mean, not the sum, of what each ${over} has`,
    ({ count = Number.NaN }) => 1 / count,
  ),
];

const byPlace = (over: string): Candidate[] => [
  weighted(over, `the expected sum without its first ${over}`, (_, i) => (i === 0 ? 0 : 1)),
  weighted(over, `the expected sum without its last ${over}`, (_, i, { length }) => (i === length - 1 ? 0 : 1)),
  weighted(over, `the part of the first ${over} alone`, (_, i) => (i === 0 ? 1 : 0)),
  weighted(over, `the part of the last ${over} alone`, (_, i, { length }) => (i === length - 1 ? 1 : 0)),
];

function byName({ over, parts }: Sum): Candidate[] {
  const names = parts.map(({ name }) => name!);
  const subsets = Array.from({ length: 2 ** names.length - 2 }, (_, i) => i + 1).map((bits) => {
    const has = (i: number) => (bits >> i) % 2 === 1;
    const gone = names.filter((_, i) => !has(i));
    return weighted(over, `the expected sum without ${gone.join(' and ')}`, (_, i) => (has(i) ? 1 : 0));
  });
  const changed = names.flatMap((name) => [
    weighted(over, `the expected sum with ${name} counted twice`, (part) => (part.name === name ? 2 : 1)),
    weighted(over, `the expected sum with ${name} subtracted`, (part) => (part.name === name ? -1 : 1)),
    weighted(over, `twice ${name}, without the rest`, (part) => (part.name === name ? 2 : 0)),
  ]);
  return [...subsets, ...changed];
}

/** Of the sums that every pair has. */
export function changedSums(pairs: readonly Pair[]): Candidate[] {
  const shared = pairs[0]!.sums.filter(({ over }) => pairs.every(({ sums }) => sums.some((sum) => sum.over === over)));
  return shared.flatMap((sum) => {
    const isNamed = sum.parts.every(({ name }) => name !== undefined);
    const isWeighted = sum.parts.some(({ weight, count }) => weight !== undefined || count !== undefined);
    return [...(isNamed ? byName(sum) : byPlace(sum.over)), ...(isWeighted ? otherWeights(sum.over) : [])];
  });
}
