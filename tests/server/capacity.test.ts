/** The simulation against what queueing theory knows. */
import { expect, test } from 'vitest';
import { Random } from '../../lib/random.ts';
import { arrivals } from '../../server/capacity/arrivals.ts';
import { p95, slotsNeeded, waits } from '../../server/capacity/simulate.ts';

test('half of the class comes in the last two hours, a tenth in the last ten minutes', () => {
  const times = arrivals(100_000, new Random('a'));
  const within = (seconds: number) => times.filter((time) => time >= -seconds).length / times.length;
  expect(within(7200)).toBeCloseTo(0.5, 2);
  expect(within(600)).toBeCloseTo(0.1, 2);
  expect(within(7 * 86_400)).toBe(1);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('by hand: two slots, three at once', () => {
  expect(waits([0, 0, 0, 11], 2, [10], new Random('b'))).toEqual([0, 0, 10, 0]);
});

test('M/M/1: the mean wait is ρ / (μ − λ)', () => {
  const random = new Random('c');
  const exponential = (mean: number) => -Math.log(1 - random.uniform()) * mean;
  let time = 0;
  const arriving = Array.from({ length: 400_000 }, () => (time += exponential(2)));
  const service = Array.from({ length: 100_000 }, () => exponential(1));
  const all = waits(arriving, 1, service, random);
  const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
  expect(mean).toBeGreaterThan(0.95);
  expect(mean).toBeLessThan(1.05);
});

test('one slot fewer than needed is not enough', () => {
  const arriving = arrivals(1000, new Random('d'));
  const { slots, p95BySlots } = slotsNeeded(arriving, [5], () => new Random('e'), { limitSeconds: 30, from: -7200 });
  expect(p95BySlots[slots - 1]).toBeLessThanOrEqual(30);
  expect(slots === 1 || p95BySlots[slots - 2]! > 30).toBe(true);
  expect(p95([1, 2, 3])).toBe(3);
});
