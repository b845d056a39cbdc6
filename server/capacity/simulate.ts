/** A queue before a number of slots, each of which grades one submission at a time, in order of arrival. */
import type { Random } from '../../lib/random.ts';

/**
 * @param arriving times of submission in seconds, in order
 * @param serviceSeconds measured durations, to be drawn from
 * @returns how long each waits until its grading begins, in seconds
 */
export function waits(
  arriving: readonly number[],
  slots: number,
  serviceSeconds: readonly number[],
  random: Random,
): number[] {
  const free = new Array<number>(slots).fill(Number.NEGATIVE_INFINITY);
  return arriving.map((time) => {
    const next = free.indexOf(Math.min(...free));
    const begins = Math.max(time, free[next]!);
    free[next] = begins + random.pick(serviceSeconds);
    return begins - time;
  });
}

/** The value that 95 of 100 do not exceed. */
export function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(0.95 * sorted.length) - 1)] ?? 0;
}

/** How far beyond the answer the curve goes on, to show what more slots would bring. */
const BEYOND = 3;

/** The fewest slots with which p95 of those that arrive from `from` on is at most `limitSeconds`. */
export function slotsNeeded(
  arriving: readonly number[],
  serviceSeconds: readonly number[],
  random: () => Random,
  { limitSeconds, from }: { limitSeconds: number; from: number },
): { slots: number; p95BySlots: number[] } {
  const p95BySlots: number[] = [];
  let needed: number | undefined;
  for (let slots = 1; needed === undefined || slots <= needed + BEYOND; slots++) {
    const all = waits(arriving, slots, serviceSeconds, random());
    const value = p95(all.filter((_, i) => arriving[i]! >= from));
    p95BySlots.push(value);
    if (value <= limitSeconds) needed ??= slots;
  }
  return { slots: needed, p95BySlots };
}
