import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rankCorrelation } from '../../../lib/statistics/rank_correlation.ts';

test('the same order is 1, the reverse −1, whatever the values', () => {
  expect(rankCorrelation([1, 2, 3, 4], [0, 10, 11, 1e9])).toBeCloseTo(1, 12);
  expect(rankCorrelation([1, 2, 3, 4], [4, 3, -2, -7])).toBeCloseTo(-1, 12);
});

test('without ties it is 1 − 6 Σd² / (n (n² − 1)), by hand', () => {
  // Differences of ranks: 0, −1, 1, −1, 1.
  expect(rankCorrelation([1, 2, 3, 4, 5], [1, 3, 2, 5, 4])).toBeCloseTo(1 - (6 * 4) / (5 * 24), 12);
});

test('ties share the mean of their ranks', () => {
  // Ranks 1, 2.5, 2.5, 4 against 1, 3, 2, 4: 4.5 / √(4.5 · 5).
  expect(rankCorrelation([1, 2, 2, 3], [1, 3, 2, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 12);
});

test('as numpy computes it, on values with many ties', () => {
  const x = Array.from({ length: 30 }, (_, i) => (7 * i * i + 3) % 11);
  const y = Array.from({ length: 30 }, (_, i) => (5 * i + i ** 3) % 13);
  expect(rankCorrelation(x, y)).toBeCloseTo(0.008686748417801145, 12);
});

test('a constant list has no order', () => {
  expect(rankCorrelation([1, 2, 3], [5, 5, 5])).toBeNaN();
});

test('lists of different lengths are refused', () => {
  expect(() => rankCorrelation([1, 2], [1])).toThrow('two lists of the same length, got 2 and 1 values');
});

test('symmetric, within −1 and 1', () => {
  const list = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(list, list, (a, b) => {
      const rho = rankCorrelation(a, b);
      if (Number.isNaN(rho)) return new Set(a).size === 1 || new Set(b).size === 1;
      return Math.abs(rho) <= 1 + 1e-12 && rankCorrelation(b, a) === rho;
    }),
  );
});
