/** Points: a check earns its own, and a property only if every value check of its function passed. */
import type { Check } from './check.ts';

export interface Passed {
  readonly check: Check;
  readonly passed: boolean;
}

/** The points of each check, in the order given. */
export function awardPoints(results: readonly Passed[]): number[] {
  const valueMissed = new Set(
    results.filter(({ check, passed }) => check.kind === 'value' && !passed).map(({ check }) => check.subject.name),
  );
  return results.map(({ check, passed }) => {
    const stands = passed && !(check.kind === 'property' && valueMissed.has(check.subject.name));
    return stands ? check.points : 0;
  });
}

/** Sums points without the rounding errors of binary fractions: points are multiples of 1/1000. */
export function sumPoints(points: readonly number[]): number {
  return points.reduce((sum, p) => sum + Math.round(p * 1000), 0) / 1000;
}
