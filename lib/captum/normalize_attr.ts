/** Reduces signed attributions of several channels to one number per pixel. */
import { check } from './error.ts';

export const SIGNS = ['absolute_value', 'positive', 'negative', 'all'] as const;

/** Which attributions are shown. */
export type VisualizationSign = (typeof SIGNS)[number];

export interface Values {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly data: ArrayLike<number>;
}

/** One value per pixel: in [0,1], or [−1,1] for 'all'. */
export function normalizeAttr({ shape, data }: Values, sign: VisualizationSign, outlierPerc: number): Float64Array {
  const channels = shape[2];
  const combined = new Float64Array(shape[0] * shape[1]);
  for (let i = 0; i < data.length; i++) combined[Math.floor(i / channels)]! += data[i]!;
  const chosen = combined.map((value) => {
    if (sign === 'absolute_value') return Math.abs(value);
    return (sign === 'positive' && value < 0) || (sign === 'negative' && value > 0) ? 0 : value;
  });
  const threshold = cumulativeSumThreshold(chosen.map(Math.abs), 100 - outlierPerc);
  check(threshold !== 0, 'Cannot normalize by scale factor = 0');
  if (threshold < 1e-5) {
    console.warn(
      'Attempting to normalize by value approximately 0, visualized results may be misleading. ' +
        'This likely means that attribution values are all close to 0.',
    );
  }
  const scale = sign === 'negative' ? -threshold : threshold;
  return chosen.map((value) => Math.min(1, Math.max(-1, value / scale)));
}

/** The smallest of the values at which the sorted values add up to `percent` % of their sum. */
function cumulativeSumThreshold(values: Float64Array, percent: number): number {
  check(percent >= 0 && percent <= 100, 'Percentile for thresholding must be between 0 and 100 inclusive.');
  const sorted = values.slice().sort();
  let sum = 0;
  const sums = sorted.map((value) => {
    sum += value;
    return sum;
  });
  const index = sums.findIndex((partial) => partial >= sum * 0.01 * percent);
  check(index >= 0, 'Attributions must be finite numbers.');
  return sorted[index]!;
}
