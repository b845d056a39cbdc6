/** Where the values are right, and where they are not: by place, by sign, by an input's sign. */
import { isArrayData } from '#lib/tensor/array.ts';
import { inputOf } from './inputs.ts';
import { type Candidate, examplesIn, type Pair } from './pair.ts';

/** Whether an entry of the answer lies in the region; undefined if the pair has no such region. */
type Region = (pair: Pair) => ((i: number) => boolean) | undefined;

interface NamedRegion {
  readonly where: string;
  readonly region: Region;
}

/** The pairs' values are right outside the region, and inside nearly all are wrong. */
export function regions(pairs: readonly Pair[]): Candidate[] {
  const wrong = new Map(pairs.map((pair) => [pair, wrongEntries(pair)]));
  const some = pairs.reduce((sum, pair) => sum + wrong.get(pair)!.filter(Boolean).length, 0);
  const all = pairs.reduce((sum, { expected }) => sum + expected.data.length, 0);
  // What is wrong nearly everywhere is in every large region.
  if (some === 0 || some > 0.95 * all) return [];
  if (pairs.some(({ passed, expected }) => !passed && expected.data.length < 3)) return [];
  return candidateRegions(pairs)
    .filter(({ region }) => isRegion(pairs, region, wrong))
    .map(({ where, region }) => ({
      says: `right except ${where}${there(pairs, region)}`,
      predict: (pair) => {
        const inside = region(pair);
        return (
          inside && Float64Array.from(pair.expected.data, (value, i) => (inside(i) ? pair.actual.data[i]! : value))
        );
      },
    }));
}

/** At least this share of a region is wrong. */
const MOSTLY = 0.8;

function isRegion(pairs: readonly Pair[], region: Region, wrong: ReadonlyMap<Pair, readonly boolean[]>): boolean {
  let [inside, hits] = [0, 0];
  for (const pair of pairs) {
    const isInside = region(pair);
    if (!isInside) return false;
    // Zeros are right too easily.
    const isTelling = pair.expected.data.some((value, i) => value !== 0 && !isInside(i));
    if (!pair.passed && !isTelling) return false;
    for (const [i, isWrong] of wrong.get(pair)!.entries()) {
      if (isInside(i)) {
        inside++;
        if (isWrong) hits++;
      } else if (isWrong) return false;
    }
  }
  return inside > 0 && hits >= MOSTLY * inside;
}

function wrongEntries({ actual, expected, tolerance, perExample }: Pair): boolean[] {
  const size = perExample ? expected.data.length / examplesIn(expected) : expected.data.length;
  const scales: number[] = [];
  for (const [i, value] of expected.data.entries()) {
    const example = Math.floor(i / size);
    scales[example] = Math.max(scales[example] ?? 0, Math.abs(value));
  }
  return Array.from(
    expected.data,
    (value, i) => Math.abs(actual.data[i]! - value) > (tolerance / 5) * (scales[Math.floor(i / size)]! || 1),
  );
}

function candidateRegions(pairs: readonly Pair[]): NamedRegion[] {
  const ofValue = (where: string, is: (value: number) => boolean): NamedRegion => ({
    where,
    region:
      ({ expected }) =>
      (i) =>
        is(expected.data[i]!),
  });
  const names = Object.keys(pairs[0]!.inputs).filter((name) => pairs.every((pair) => inputOf(pair, name)));
  const signs: [string, (value: number) => boolean][] = [
    ['> 0', (value) => value > 0],
    ['= 0', (value) => value === 0],
    ['< 0', (value) => value < 0],
    ['≤ 0', (value) => value <= 0],
    ['≥ 0', (value) => value >= 0],
  ];
  const ofInput = (name: string, [sign, is]: (typeof signs)[number]): NamedRegion => ({
    where: `where ${name} ${sign}`,
    region: (pair) => {
      const input = inputOf(pair, name)!;
      return (i) => is(input[i]!);
    },
  });
  const single = names.map((name) => signs.map((sign) => ofInput(name, sign)));
  const [first = [], second = []] = single;
  const both = first.flatMap((a) =>
    second.map(
      (b): NamedRegion => ({
        where: `${a.where} and ${b.where.slice('where '.length)}`,
        region: (pair) => {
          const [isA, isB] = [a.region(pair)!, b.region(pair)!];
          return (i) => isA(i) && isB(i);
        },
      }),
    ),
  );
  return [
    ...alongAxes(pairs),
    ofValue('where the expected ones are positive', (value) => value > 0),
    ofValue('where the expected ones are negative', (value) => value < 0),
    ofValue('where the expected ones are 0', (value) => value === 0),
    ...single.flat(),
    ...both,
  ];
}

/** The first or last entry along an axis, or all but that. */
function alongAxes(pairs: readonly Pair[]): NamedRegion[] {
  const names = new Set(pairs.flatMap(({ axes }) => axes));
  const one = (name: string, where: string, is: (n: number, size: number) => boolean): NamedRegion => ({
    where,
    region: ({ axes, expected: { shape } }) => {
      const axis = axes.indexOf(name);
      // An axis of one entry tells nothing.
      if (axis < 0) return undefined;
      const stride = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
      return shape[axis]! < 2 ? () => false : (i) => is(Math.floor(i / stride) % shape[axis]!, shape[axis]!);
    },
  });
  return [...names].flatMap((name) => [
    one(name, `in the last ${name}`, (n, size) => n === size - 1),
    one(name, `in the first ${name}`, (n) => n === 0),
    one(name, `in every ${name} but the first`, (n) => n > 0),
    one(name, `in every ${name} but the last`, (n, size) => n < size - 1),
  ]);
}

/** What the student has in the region, if it is simple. */
function there(pairs: readonly Pair[], region: Region): string {
  const every = (is: (pair: Pair, i: number) => boolean) =>
    pairs.every((pair) => {
      const inside = region(pair)!;
      return pair.actual.data.every((_, i) => !inside(i) || is(pair, i));
    });
  if (every(({ actual }, i) => actual.data[i] === 0)) return ', where yours are 0';
  if (every(({ actual, expected }, i) => actual.data[i] === -expected.data[i]!))
    return ', where yours have the opposite sign';
  if (every(({ actual }, i) => actual.data[i] === 1)) return ', where yours are 1';
  const input = Object.keys(pairs[0]!.inputs).find(
    (name) =>
      isArrayData(pairs[0]!.inputs[name]) && every((pair, i) => inputOf(pair, name)?.[i] === pair.actual.data[i]),
  );
  return input ? `, where yours are \`${input}\`` : '';
}

/** Right by far less than the tolerance, wrong by far more; undefined in between, where another draw could decide otherwise. */
function isPlainlyWrong({ actual, expected, tolerance }: Pair): boolean | undefined {
  let [scale, residual] = [0, 0];
  for (const [i, value] of expected.data.entries()) {
    scale = Math.max(scale, Math.abs(value));
    residual = Math.max(residual, Math.abs(actual.data[i]! - value));
  }
  if (residual <= (tolerance / 5) * (scale || 1)) return false;
  return residual > 10 * tolerance * (scale || 1) ? true : undefined;
}

/** Within a check some answers are right and others are not: the first call's, say, and the second one's. */
export function answers(pairs: readonly Pair[]): Candidate[] {
  const key = ({ title, name }: Pair) => `${title}: ${name}`;
  const wrong = new Map(pairs.map((pair) => [key(pair), isPlainlyWrong(pair)]));
  if ([...wrong.values()].includes(undefined)) return [];
  const titles = [...new Set(pairs.map(({ title }) => title))];
  const split = titles.map((title) => {
    const own = pairs.filter((pair) => pair.title === title);
    const named = (isWrong: boolean) => own.filter((pair) => wrong.get(key(pair)) === isWrong).map(({ name }) => name);
    return { title, right: named(false), wrong: named(true) };
  });
  const told = split.find(({ right, wrong }) => right.length > 0 && wrong.length > 0);
  if (!told) return [];
  const listed = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
  return [
    {
      says: `right for ${listed(told.right)} and wrong for ${listed(told.wrong)} in “${told.title}”`,
      predict: (pair) => {
        const isSame = wrong.get(key(pair)) === isPlainlyWrong(pair);
        return pair.title !== told.title || isSame ? pair.actual.data : undefined;
      },
    },
  ];
}
