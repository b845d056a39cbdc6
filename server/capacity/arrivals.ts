/** When a class hands in before a deadline. */
import type { Random } from '../../lib/random.ts';

const HOUR_S = 3600;

/** Share of the class that hands in within so many seconds before the deadline; the rest comes evenly in the days before. */
const CURVE = [
  { withinSeconds: 600, share: 0.1 },
  { withinSeconds: 2 * HOUR_S, share: 0.5 },
  { withinSeconds: 7 * 24 * HOUR_S, share: 1 },
] as const;

export const CURVE_IN_WORDS =
  'half of the class in the last two hours, a tenth in the last ten minutes, the rest in the week before';

/** How long before the deadline a share of the class is still to come. */
function secondsBefore(share: number): number {
  let [fromShare, fromSeconds] = [0, 0];
  for (const { withinSeconds, share: toShare } of CURVE) {
    if (share <= toShare)
      return fromSeconds + ((share - fromShare) / (toShare - fromShare)) * (withinSeconds - fromSeconds);
    [fromShare, fromSeconds] = [toShare, withinSeconds];
  }
  return fromSeconds;
}

/** @returns times of submission in seconds, the deadline at 0, in order */
export function arrivals(students: number, random: Random): number[] {
  const times = Array.from({ length: students }, () => -secondsBefore(random.uniform()));
  return times.sort((a, b) => a - b);
}
