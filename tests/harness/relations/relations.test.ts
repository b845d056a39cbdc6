/** Each relation is said of answers that have it, on checks that could be of any assignment, and of no others. */
import { describe, expect, it } from 'vitest';
import type { Check, Inputs } from '../../../harness/check.ts';
import { type Compared, findRelation, type Sum } from '../../../harness/relations/index.ts';
import { Random } from '../../../lib/random.ts';
import { type ArrayData, normalArray } from '../../../lib/tensor/array.ts';

const check = (title: string, more: Partial<Check> = {}): Check => ({
  id: `some.value.${title}`,
  subject: { name: 'some', module: 'some.ts', title: 'some' },
  kind: 'value',
  title,
  points: 1,
  visibility: 'visible',
  tolerance: 1e-4,
  inputs: () => ({}),
  answer: () => ({}),
  ...more,
});

const random = new Random('relations');
const SHAPES = [
  [1, 7, 5, 3],
  [3, 4, 9, 5],
];

interface Case {
  readonly inputs: Inputs;
  readonly expected: ArrayData;
}

const CASES: readonly Case[] = SHAPES.map((shape) => ({
  inputs: { X: normalArray(random, shape), weight: random.uniform(0.1, 0.3) },
  expected: normalArray(random, shape),
}));

type Wrong = (expected: ArrayData, inputs: Inputs) => ArrayData;

const values =
  (f: (value: number, i: number) => number): Wrong =>
  (expected) => ({
    ...expected,
    data: Float32Array.from(expected.data, f),
  });

const runsOf = (wrong: Wrong, cases: readonly Case[] = CASES): Compared[] =>
  cases.map(({ inputs, expected }, i) => {
    const actual = wrong(expected, inputs);
    const passed = actual.data.every((value, k) => Math.abs(value - expected.data[k]!) < 1e-4);
    return { check: check(`case ${i}`), inputs, actual: { map: actual }, expected: { map: expected }, passed };
  });

const said = (wrong: Wrong): string | undefined => findRelation(runsOf(wrong))?.text;

const weightOf = ({ weight }: Inputs): number => weight as number;

describe('says', () => {
  it.each<[string, Wrong]>([
    ['exactly 2 times the expected ones', values((e) => 2 * e)],
    ['exactly 1/3 times the expected ones', values((e) => e / 3)],
    ['exactly 2.37 times the expected ones', values((e) => 2.37 * e)],
    ['exactly −1 times the expected ones', values((e) => -e)],
    ['the square of the expected ones', values((e) => e * e)],
    ['the absolute value of the expected ones', values(Math.abs)],
    ['and 0 where they are negative', values((e) => Math.max(0, e))],
    ['exactly 2 times the square of the expected ones', values((e) => 2 * e * e)],
    ['the expected ones minus 0.27', values((e) => e - 0.27)],
    ['all 0', values(() => 0)],
    ['1/2 everywhere', values(() => 0.5)],
    ['the same number in every place', (expected) => values(() => expected.data.length)(expected, {})],
    ['cut off above at 1.5', values((e) => Math.min(e, 1.5))],
    ['divided by (H · W)', (expected) => values((e) => e / (expected.shape[1]! * expected.shape[2]!))(expected, {})],
    ['the expected ones divided by N', (expected) => values((e) => e / expected.shape[0]!)(expected, {})],
    ['times weight', (expected, inputs) => values((e) => e * weightOf(inputs))(expected, inputs)],
    ['the input `X` itself', (_, { X }) => X as ArrayData],
    ['minus the input `X`', (expected, { X }) => values((e, i) => e - (X as ArrayData).data[i]!)(expected, {})],
    ['the first image', (expected) => repeated(expected, () => 0)],
    ['the images are in the reverse order', (expected) => repeated(expected, (n) => expected.shape[0]! - 1 - n)],
    ['the columns are in the reverse order', (expected) => flipped(expected)],
    ['right except in the last row', (expected) => inRow(expected, expected.shape[1]! - 1)],
    ['divided by the largest magnitude of each image', (expected) => unit(expected)],
  ])('%s', (text, wrong) => {
    expect(said(wrong)).toContain(text);
  });
});

function repeated(expected: ArrayData, from: (n: number) => number): ArrayData {
  const size = expected.data.length / expected.shape[0]!;
  return values((_, i) => expected.data[from(Math.floor(i / size)) * size + (i % size)]!)(expected, {});
}

function flipped(expected: ArrayData): ArrayData {
  const [, , W, C] = expected.shape as [number, number, number, number];
  return values((_, i) => {
    const [column, rest] = [Math.floor(i / C) % W, i - (Math.floor(i / C) % W) * C];
    return expected.data[rest + (W - 1 - column) * C]!;
  })(expected, {});
}

function inRow(expected: ArrayData, wrongRow: number): ArrayData {
  const [, H, W, C] = expected.shape as [number, number, number, number];
  return values((e, i) => (Math.floor(i / (W * C)) % H === wrongRow ? e + Math.sin(i) + 2 : e))(expected, {});
}

function unit(expected: ArrayData): ArrayData {
  const size = expected.data.length / expected.shape[0]!;
  return values((e, i) => {
    const start = Math.floor(i / size) * size;
    return e / Math.max(...expected.data.subarray(start, start + size).map(Math.abs));
  })(expected, {});
}

describe('says nothing', () => {
  it('of noise', () => {
    expect(said((expected) => normalArray(random, expected.shape))).toBeUndefined();
  });

  it('of all checks that holds on one only', () => {
    const [first, second] = runsOf(values((e) => e * e)) as [Compared, Compared];
    const other = { ...second, actual: { map: normalArray(random, SHAPES[1]!) } };
    expect(findRelation([first, other])).toBeUndefined();
  });

  it('of a relation that misses by less than the tolerance, but not by far less', () => {
    expect(said(values((e, i) => 2 * e + (i % 2 === 0 ? 2e-4 : -2e-4)))).toBeUndefined();
  });

  it('of answers that cannot be compared', () => {
    const [first, second] = runsOf(values((e) => 2 * e)) as [Compared, Compared];
    expect(findRelation([first, { ...second, actual: undefined }])).toBeUndefined();
    const shapeless = { map: { ...second.expected.map!, shape: [540] } };
    expect(findRelation([first, { ...second, actual: shapeless }])).toBeUndefined();
    const infinite = values(() => Number.POSITIVE_INFINITY)(second.expected.map!, {});
    expect(findRelation([first, { ...second, actual: { map: infinite } }])).toBeUndefined();
  });
});

describe('a single number for each check', () => {
  const sum = (...parts: number[]): Sum => ({
    over: 'layer',
    parts: parts.map((value, i) => ({ values: [value * (i + 1.7)], weight: i + 1.7 })),
  });
  const sums = [sum(0.31, 1.7, 0.9), sum(2.3, 0.41)];
  const scalar = (value: number): ArrayData => ({ dtype: 'float32', shape: [], data: Float32Array.of(value) });
  const total = ({ parts }: Sum, weigh = (_: number, i: number) => i >= 0): number =>
    parts.reduce((all, { values }, i) => all + (weigh(parts.length, i) ? values[0]! : 0), 0);
  const runs = (actual: (sum: Sum) => number): Compared[] =>
    sums.map((sum, i) => ({
      check: check(`case ${i}`),
      inputs: {},
      actual: { loss: scalar(actual(sum)) },
      expected: { loss: scalar(total(sum)) },
      passed: false,
      sums: { loss: [sum] },
    }));

  it.each<[string, (sum: Sum) => number]>([
    ['the expected sum without its first layer', (sum) => total(sum, (_, i) => i > 0)],
    ['the part of the last layer alone', (sum) => total(sum, (count, i) => i === count - 1)],
    [
      'the expected sum without the weight of each layer',
      ({ parts }) => parts.reduce((all, { values, weight }) => all + values[0]! / weight!, 0),
    ],
    ['the expected sum divided by the number of layers', (sum) => total(sum) / sum.parts.length],
  ])('%s', (text, actual) => {
    expect(findRelation(runs(actual))?.text).toContain(text);
  });
});

it('says which of the values and the gradient is wrong', () => {
  const [{ inputs, expected }] = CASES as [Case];
  const run = (kind: Check['kind'], by: number): Compared => ({
    check: check(kind, { kind }),
    inputs,
    actual: { map: values((e) => by * e)(expected, inputs) },
    expected: { map: expected },
    passed: by === 1,
  });
  expect(findRelation([run('value', 1), run('gradient', 2)])?.text).toBe(
    'What you return is right; the values of its gradient are exactly 2 times the expected ones.',
  );
});

it('is true of other inputs, or is not', () => {
  const others = CASES.map(({ inputs, expected }) => ({ inputs, expected: normalArray(random, expected.shape) }));
  const relation = findRelation(runsOf(values((e) => 2 * e)))!;
  expect(
    relation.holdsOn(
      runsOf(
        values((e) => 2 * e),
        others,
      ),
    ),
  ).toBe(true);
  expect(
    relation.holdsOn(
      runsOf(
        values((e) => 3 * e),
        others,
      ),
    ),
  ).toBe(false);
});
