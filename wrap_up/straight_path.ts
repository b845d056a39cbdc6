/** The straight line from a baseline to an image, point by point. */
import * as tf from '@tensorflow/tfjs';
import { Saliency } from '#lib/captum/index.ts';
import type { Example } from '#lib/entry/index.ts';
import type { Experiment } from './paper.ts';

export function pointAt(X: tf.Tensor4D, baseline: tf.Tensor4D, alpha: number): tf.Tensor4D {
  return tf.tidy(() => baseline.add(X.sub(baseline).mul(alpha)));
}

/** (image − baseline) · ∂F/∂x at a point of the path: [1,H,W,3]. Its sum is the slope of the score along the path. */
export function integrandAt(
  { model }: Experiment,
  { X, y }: Pick<Example, 'X' | 'y'>,
  baseline: tf.Tensor4D,
  point: tf.Tensor4D,
): tf.Tensor4D {
  return tf.tidy(() => new Saliency(model).attribute(point, { target: y, abs: false }).mul(X.sub(baseline)));
}

export function scoreOf({ model }: Experiment, X: tf.Tensor4D, classIndex: number): number {
  return tf.tidy(() => model.scores(X).dataSync()[classIndex]!);
}
