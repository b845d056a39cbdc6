import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import type { Model } from '../../../lib/models/model.ts';

export interface Golden {
  readonly classes: readonly number[];
  readonly scores: readonly (readonly number[])[];
  readonly gradient: { readonly norm: number; readonly corner: readonly number[]; readonly lastRow: readonly number[] };
  readonly features: readonly {
    readonly shape: readonly number[];
    readonly norm: number;
    readonly first: readonly number[];
  }[];
}

const TOLERANCE = 1e-5;

/** Relative to the largest expected value, as {@link compareArrays}; written so that NaN fails. */
function expectClose(
  actual: ArrayLike<number>,
  expected: readonly number[],
  scale = Math.max(...expected.map(Math.abs)),
): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs((actual[i] as number) - value) / scale).toBeLessThan(TOLERANCE);
  });
}

/** Scores, the gradient of each image's own class and every layer's output against what PyTorch computed in float64. */
export function checkAgainstGolden(model: Model, X: tf.Tensor4D, golden: Golden): void {
  const features = model.features(X);
  expect(features.map(({ shape }) => shape)).toEqual(golden.features.map(({ shape }) => shape));
  features.forEach((feature, layer) => {
    const { norm, first } = golden.features[layer]!;
    expectClose([normOf(feature)], [norm]);
    // Against a typical value of the layer: single values may be tiny differences of large ones.
    expectClose(feature.dataSync().slice(0, 3), first, norm / Math.sqrt(feature.size));
  });

  const mask = tf.oneHot(tf.tensor1d([...golden.classes], 'int32'), model.numClasses);
  const { value: scores, grad: gradient } = tf.valueAndGrad((x) => model.scores(x as tf.Tensor4D))(
    X,
    tf.cast(mask, 'float32') as tf.Tensor2D,
  );
  expectClose(scores.dataSync(), golden.scores.flat());
  expectClose([normOf(gradient)], [golden.gradient.norm]);
  const values = gradient.dataSync();
  const typical = golden.gradient.norm / Math.sqrt(values.length);
  expectClose(values.slice(0, 3), golden.gradient.corner, typical);
  const lastRow = values.slice(values.length - X.shape[2] * 3);
  expectClose(lastRow.slice(0, golden.gradient.lastRow.length), golden.gradient.lastRow, typical);
}

/** In double precision: summed in float32, a large map's own rounding would show. */
function normOf(tensor: tf.Tensor): number {
  return Math.sqrt((tensor.dataSync() as Float32Array).reduce((sum, value) => sum + value * value, 0));
}
