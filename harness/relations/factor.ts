/** A wrong factor: a number, or sizes and weights by name. */
import { type Candidate, exampleSize, examplesIn, holdsOn, isClose, number, type Pair, type Predict } from './pair.ts';

const identity: Predict = ({ expected }) => expected.data;

/** The factor between the predicted values and the student's, by least squares; NaN if all that is predicted is 0. */
function factorOf({ actual }: Pair, predicted: ArrayLike<number>): number {
  let [products, squares] = [0, 0];
  for (let i = 0; i < predicted.length; i++) {
    products += actual.data[i]! * predicted[i]!;
    squares += predicted[i]! ** 2;
  }
  return products / squares;
}

const times = (pair: Pair, predict: Predict, factor: number): Float64Array | undefined => {
  const predicted = predict(pair);
  return predicted && Float64Array.from(predicted, (value) => value * factor);
};

/** One number for all pairs. */
export function constantFactor(
  pairs: readonly Pair[],
  base: Predict = identity,
  of = 'the expected ones',
): Candidate[] {
  const first = pairs.find(({ expected }) => expected.data.some((value) => value !== 0));
  const predicted = first && base(first);
  if (!predicted) return [];
  const factor = factorOf(first, predicted);
  const isOne = Math.abs(factor - 1) < 20 * first.tolerance;
  // One check alone has some factor or other.
  const isTelling = pairs.length > 1 || isSimple(factor);
  if (!Number.isFinite(factor) || factor === 0 || isOne || !isTelling) return [];
  return [{ says: `exactly ${number(factor)} times ${of}`, predict: (pair) => times(pair, base, factor) }];
}

const isSimple = (factor: number): boolean => {
  const size = Math.abs(factor) < 1 ? 1 / Math.abs(factor) : Math.abs(factor);
  return Math.round(size) <= 12 && Math.abs(size - Math.round(size)) < 1e-4 * size;
};

interface Formula {
  readonly says: string;
  readonly cost: number;
  valueFor(numbers: Pair['numbers']): number;
}

const COEFFICIENTS = [1, 2, 1 / 2, 3, 1 / 3, 4, 1 / 4];

const EXPONENTS = [0, 1, -1, 2, -2, 0.5, -0.5];

const known = new Map<string, readonly Formula[]>();

/** Products and quotients of named numbers, up to four of them, the simplest first. */
function formulas(names: readonly string[], maxCost: number): readonly Formula[] {
  const key = [maxCost, ...names].join(' ');
  const found = known.get(key) ?? makeFormulas(names, maxCost);
  known.set(key, found);
  return found;
}

function makeFormulas(names: readonly string[], maxCost: number): Formula[] {
  let products: { exponents: Record<string, number>; cost: number }[] = [{ exponents: {}, cost: 0 }];
  for (const name of names) {
    products = products.flatMap(({ exponents, cost }) =>
      EXPONENTS.map((exponent) => ({
        exponents: exponent === 0 ? exponents : { ...exponents, [name]: exponent },
        cost: cost + (exponent === 0 ? 0 : Math.max(1, 1.5 * Math.abs(exponent) - 0.5)),
      })).filter(({ cost }) => cost <= maxCost),
    );
  }
  return products
    .filter(({ cost }) => cost > 0)
    .flatMap(({ exponents, cost }) =>
      COEFFICIENTS.map((coefficient) => ({
        says: spoken(coefficient, exponents),
        cost: cost + (coefficient === 1 ? 0 : 1),
        valueFor: (numbers: Pair['numbers']) =>
          Object.entries(exponents).reduce((product, [name, e]) => product * numbers[name]! ** e, coefficient),
      })),
    )
    .filter(({ cost }) => cost <= maxCost)
    .sort((a, b) => a.cost - b.cost);
}

function spoken(coefficient: number, exponents: Readonly<Record<string, number>>): string {
  const part = (sign: number): string[] => [
    ...(sign > 0 ? (coefficient > 1 ? [String(coefficient)] : []) : coefficient < 1 ? [number(1 / coefficient)] : []),
    ...Object.entries(exponents)
      .filter(([, e]) => e * sign > 0)
      .map(([name, e]) => (Math.abs(e) === 2 ? `${name}²` : Math.abs(e) === 0.5 ? `√${name}` : name)),
  ];
  const [above, below] = [part(1), part(-1)];
  const over = below.length > 1 ? `(${below.join(' · ')})` : below.join('');
  const by = above.length > 0 ? ` times ${above.join(' · ')}` : '';
  return `the expected ones${by}${below.length > 0 ? ` divided by ${over}` : ''}`;
}

/** The most that is told of what cannot be told apart. */
const MAX_TIES = 2;

/** A formula of named numbers; those of equal simplicity all, or none if there are many. */
export function namedFactor(pairs: readonly Pair[], base: Predict = identity, of = 'the expected ones'): Candidate[] {
  const factors: number[] = [];
  for (const pair of pairs) {
    const predicted = base(pair) ?? [];
    const factor = factorOf(pair, predicted);
    if (
      !isClose(
        pair,
        Float64Array.from(predicted, (value) => value * factor),
      )
    )
      return [];
    factors.push(factor);
  }
  if (!factors.every((factor) => Number.isFinite(factor) && factor !== 0)) return [];
  const names = Object.keys(pairs[0]!.numbers).filter((name) =>
    pairs.every(({ numbers }) => numbers[name] !== undefined && numbers[name] > 0),
  );
  // One factor alone is met by some long formula or other.
  const different = new Set(factors.map((factor) => factor.toPrecision(3))).size;
  const maxCost = different > 1 ? 4 : 1;
  const fits = ({ valueFor }: Formula) =>
    pairs.every((pair, i) => Math.abs(valueFor(pair.numbers) / factors[i]! - 1) <= Math.max(2e-6, pair.tolerance / 20));
  let ties: Formula[] = [];
  for (const formula of formulas(names, maxCost)) {
    if (ties.length > 0 && formula.cost > ties[0]!.cost) break;
    if (fits(formula)) ties.push(formula);
  }
  if (ties.length > MAX_TIES) ties = [];
  return ties.map(({ says, valueFor }) => ({
    says: says.replace('the expected ones', of),
    predict: (pair) => times(pair, base, valueFor(pair.numbers)),
  }));
}

/** Every check, image or channel has a factor of its own: the proportions within it are right. */
export function ownFactors(pairs: readonly Pair[]): Candidate[] {
  const whole = groups('right but for one factor for each check', ({ expected }) => ({
    count: 1,
    groupOf: () => 0,
    size: expected.data.length,
  }));
  const images = groups('right but for one factor for each image', ({ expected }) => ({
    count: examplesIn(expected),
    groupOf: (i) => Math.floor(i / exampleSize(expected)),
    size: exampleSize(expected),
  }));
  const channels = groups('right but for one factor for each channel', ({ expected, axes }) => {
    const count = axes.at(-1) === 'channel' ? expected.shape.at(-1)! : 0;
    return { count, groupOf: (i) => i % count, size: count === 0 ? 0 : expected.data.length / count };
  });
  const spread = (candidate: Candidate): Candidate | undefined =>
    holdsOn(pairs, candidate.predict) ? candidate : undefined;
  const first = [whole, images, channels].map(spread).find((candidate) => candidate !== undefined);
  return first ? [first] : [];
}

interface Grouping {
  readonly count: number;
  readonly groupOf: (i: number) => number;
  readonly size: number;
}

/** A factor for each group of at least four numbers. */
const groups = (says: string, grouping: (pair: Pair) => Grouping): Candidate => ({
  says,
  predict(pair) {
    const { count, groupOf, size } = grouping(pair);
    if (count === 0 || size < 4) return undefined;
    const [products, squares] = [new Float64Array(count), new Float64Array(count)];
    const { actual, expected } = pair;
    for (const [i, value] of expected.data.entries()) {
      products[groupOf(i)]! += value * actual.data[i]!;
      squares[groupOf(i)]! += value ** 2;
    }
    if (products.some((product, g) => product === 0 && squares[g] !== 0)) return undefined;
    return Float64Array.from(
      expected.data,
      (value, i) => (value * products[groupOf(i)]!) / (squares[groupOf(i)]! || 1),
    );
  },
});
