import { expect, test } from 'vitest';
import { type Payoffs, type ShapleyEstimate, sampleShapleyValues } from '../../../lib/captum/shapley.ts';
import { Random } from '../../../lib/random.ts';

const game =
  (payoff: (members: readonly number[]) => number): Payoffs =>
  (coalitions) =>
    coalitions.map((coalition) => payoff([...coalition.keys()].filter((player) => coalition[player])));
const sample = (payoffs: Payoffs, players: number, samples: number, antithetic: boolean, seed = 'a') =>
  sampleShapleyValues(payoffs, players, { samples, antithetic, random: new Random(seed) });
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

function expectValues(values: ArrayLike<number>, expected: readonly number[]): void {
  expect(values.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(values[i]).toBeCloseTo(value, 12);
}

/** Four standard errors: missed by chance once in 16000. */
function expectWithinErrors({ values, standardErrors }: ShapleyEstimate, expected: readonly number[]): void {
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(values[i]! - value)).toBeLessThan(4 * standardErrors[i]!);
  }
}

/** The definition: the mean over all orders of the players. */
function exactValues(payoffs: Payoffs, players: number): number[] {
  const payoff = (members: readonly number[]) =>
    payoffs([Uint8Array.from({ length: players }, (_, i) => Number(members.includes(i)))])[0]!;
  const orders = (rest: readonly number[]): number[][] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap((first) => orders(rest.filter((i) => i !== first)).map((order) => [first, ...order]));
  const all = orders(Array.from({ length: players }, (_, i) => i));
  return Array.from({ length: players }, (_, player) => {
    const gains = all.map((order) => {
      const before = order.slice(0, order.indexOf(player));
      return payoff([...before, player]) - payoff(before);
    });
    return sum(gains) / all.length;
  });
}

test.each([true, false])(
  'a sum: each player gets its own term from one sample, without error (antithetic: %s)',
  (antithetic) => {
    const terms = [3, -1, 0, 7.5, 2];
    const { values, standardErrors } = sample(
      game((members) => 10 + sum(members.map((i) => terms[i]!))),
      5,
      3,
      antithetic,
    );
    expectValues(values, terms);
    for (const error of standardErrors) expect(error).toBeCloseTo(0, 12);
  },
);

test('pairs: half of each goes to both, exactly from one order and its reverse', () => {
  const own = [1, 2, -3, 0.5];
  const pair = (i: number, j: number) => Math.sin(7 * Math.min(i, j) + Math.max(i, j));
  const quadratic = game(
    (members) =>
      sum(members.map((i) => own[i]!)) +
      sum(members.flatMap((i) => members.filter((j) => j > i).map((j) => pair(i, j)))),
  );
  const expected = own.map((value, i) => value + sum([0, 1, 2, 3].filter((j) => j !== i).map((j) => pair(i, j) / 2)));
  expectValues(sample(quadratic, 4, 1, true).values, expected);
  expectValues(exactValues(quadratic, 4), expected);
});

test('the glove game: 2/3 for the only left glove, 1/6 for each of two right ones', () => {
  const gloves = game((members) => Number(members.includes(0) && members.length > 1));
  const expected = [2 / 3, 1 / 6, 1 / 6];
  expectValues(exactValues(gloves, 3), expected);
  const estimate = sample(gloves, 3, 4000, false);
  expectWithinErrors(estimate, expected);
  // A gain of 1 with probability 2/3.
  expect(estimate.standardErrors[0]).toBeCloseTo(Math.sqrt(((2 / 3) * (1 / 3)) / 4000), 4);
});

test('a game of all orders: near the exact values by the standard errors, which fall as 1/√n; the sum is exact', () => {
  const hard = game((members) => Math.max(0, sum(members.map((i) => Math.cos(3 * i)))) ** 1.5);
  const exact = exactValues(hard, 6);
  for (const antithetic of [true, false]) {
    const few = sample(hard, 6, 100, antithetic);
    const many = sample(hard, 6, 1600, antithetic);
    expectWithinErrors(many, exact);
    expect(sum(few.standardErrors) / sum(many.standardErrors)).toBeGreaterThan(3.2);
    expect(sum(few.standardErrors) / sum(many.standardErrors)).toBeLessThan(4.8);
    expect(sum(few.values)).toBeCloseTo(sum(exact), 10);
  }
});

test('one player gets everything; a single sample has no standard error; seeds repeat', () => {
  expect(
    sample(
      game((members) => 4 * members.length),
      1,
      2,
      false,
    ).values,
  ).toEqual(Float64Array.of(4));
  const gloves = game((members) => Number(members.includes(0) && members.length > 1));
  expect([...sample(gloves, 3, 1, true).standardErrors]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  expect(sample(gloves, 3, 5, false, 'x')).toEqual(sample(gloves, 3, 5, false, 'x'));
  expect(sample(gloves, 3, 5, false, 'x')).not.toEqual(sample(gloves, 3, 5, false, 'y'));
});
