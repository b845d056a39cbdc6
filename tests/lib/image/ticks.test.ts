import { expect, test } from 'vitest';
import { formatNumber, formatPowersOfTen, niceTicks, powersOfTen } from '../../../lib/image/ticks.ts';

test('ticks are round and enclose the range', () => {
  expect(niceTicks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(niceTicks(0.13, 0.87, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(niceTicks(-3, 4, 5)).toEqual([-4, -2, 0, 2, 4]);
  for (const [low, high] of [
    [5, 5],
    [0, 0],
    [-2, -2],
    [1e-9, 3e-9],
    [1e8, 9e8],
  ] as const) {
    const ticks = niceTicks(low, high, 5);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThan(9);
    expect(ticks[0]).toBeLessThanOrEqual(low);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(high);
  }
  expect(powersOfTen(3, 2000)).toEqual([1, 10, 100, 1000, 10000]);
  expect(powersOfTen(10, 10)).toEqual([10, 100]);
});

test('numbers are short, with a real minus sign', () => {
  expect([0, 1, -2, 0.25, 1234.5, 99999, 1e5, 3.2e6, 0.0005, 1 / 3].map(formatNumber)).toEqual([
    '0',
    '1',
    '−2',
    '0.25',
    '1235',
    '99999',
    '1e5',
    '3.2e6',
    '5e−4',
    '0.333',
  ]);
  expect(formatPowersOfTen([1000, 10_000, 100_000])).toEqual(['1e3', '1e4', '1e5']);
  expect(formatPowersOfTen([0.01, 0.1, 1])).toEqual(['0.01', '0.1', '1']);
});
