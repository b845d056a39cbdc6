/** Explanations as maps that can be compared, and how the sanity checks compare them. */
import type * as tf from '@tensorflow/tfjs';
import { rankCorrelation } from '#lib/statistics/rank_correlation.ts';
import { structuralSimilarity } from '#lib/statistics/structural_similarity.ts';
import { type ArrayData, float32 } from '#lib/tensor/array.ts';

/** Larger values are outliers. */
const QUANTILE = 0.99;

export interface Explanation {
  /** [H,W]: the sum of the magnitudes over the channels, divided by its 99th percentile, clipped to 1. */
  readonly absolute: ArrayData;
  /** The same sum, as it is: what ranks are taken of, since clipped values would be ties. */
  readonly magnitudes: Float32Array;
  /** The sum over the channels. */
  readonly signed: Float32Array;
}

/** @param attribution [1,H,W,C] */
export function explanationOf(attribution: tf.Tensor4D): Explanation {
  const [, H, W, C] = attribution.shape;
  const values = attribution.dataSync();
  const [magnitudes, signed] = [new Float32Array(H * W), new Float32Array(H * W)];
  for (let i = 0; i < values.length; i++) {
    const pixel = Math.floor(i / C);
    magnitudes[pixel]! += Math.abs(values[i]!);
    signed[pixel]! += values[i]!;
  }
  const sorted = magnitudes.slice().sort();
  const scale = sorted[Math.floor(QUANTILE * (sorted.length - 1))] || sorted.at(-1) || 1;
  const absolute = float32(
    [H, W],
    magnitudes.map((value) => Math.min(1, value / scale)),
  );
  return { absolute, magnitudes, signed };
}

/** Name → what it is called. Each is 1 for equal explanations; NaN where one of them is the same everywhere. */
export const MEASURES = {
  absolute: 'Rank correlation of magnitudes',
  signed: 'Rank correlation with sign',
  ssim: 'SSIM of magnitudes',
} as const;

export type Similarities = Readonly<Record<keyof typeof MEASURES, number>>;

export function similarities(a: Explanation, b: Explanation): Similarities {
  const absolute = rankCorrelation(a.magnitudes, b.magnitudes);
  return {
    absolute,
    signed: rankCorrelation(a.signed, b.signed),
    ssim: Number.isNaN(absolute) ? Number.NaN : structuralSimilarity(a.absolute, b.absolute),
  };
}
