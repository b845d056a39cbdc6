/** Objectives that several misconceptions differentiate. */
import * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';

/** 1 for each image's own class, 0 for all others: [N,classes]. */
export const own = (y: tf.Tensor1D, model: Model): tf.Tensor => tf.oneHot(y, model.numClasses);

/** The sum of each image's own score, as a function of the images. */
export const ownScore =
  (y: tf.Tensor1D, model: Model) =>
  (X: tf.Tensor4D): tf.Scalar =>
    tf.sum(model.scores(X).mul(own(y, model)));

/** What PyTorch's `gather(1, y)` becomes when it is written as `gather(y, 1)`: from each image, the scores of all labels. */
export const gatheredScore =
  (y: tf.Tensor1D, model: Model) =>
  (X: tf.Tensor4D): tf.Scalar =>
    tf.sum(model.scores(X).gather(y, 1));

export const GATHERED =
  '`gather(y, 1)` takes the scores of all labels from every image, unlike PyTorch’s. Each image has one label: multiply the scores by `tf.oneHot(y, classes)`.';

export function gradientOf(objective: (X: tf.Tensor4D) => tf.Tensor, X: tf.Tensor4D): tf.Tensor4D {
  return tf.grad((X: tf.Tensor) => objective(X as tf.Tensor4D))(X) as tf.Tensor4D;
}

/** The score of one class, summed over the images. */
export const scoreOf =
  (targetY: number, model: Model) =>
  (X: tf.Tensor4D): tf.Scalar =>
    tf.sum(model.scores(X).gather([targetY], 1));

export const vanillaGradient = (X: tf.Tensor4D, y: tf.Tensor1D, model: Model): tf.Tensor4D =>
  gradientOf(ownScore(y, model), X);

/** The class with the highest score of each image: int32 [N]. */
export const predicted = (X: tf.Tensor4D, model: Model): tf.Tensor1D => model.scores(X).argMax(1);

/** The first image's label for every image. */
export const firstLabel = (y: tf.Tensor1D): tf.Tensor1D => y.slice([0], [1]).tile([y.shape[0]]);
