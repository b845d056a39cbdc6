/** What several misconceptions differentiate. */
import * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';

/** 1 for each image's own class, 0 for all others: [N,classes]. */
export const own = (y: tf.Tensor1D, model: Model): tf.Tensor => tf.oneHot(y, model.numClasses);

/** The sum of each image's own score, as a function of the images. */
export const ownScore =
  (y: tf.Tensor1D, model: Model) =>
  (X: tf.Tensor4D): tf.Scalar =>
    tf.sum(model.scores(X).mul(own(y, model)));

export function gradientOf(objective: (X: tf.Tensor4D) => tf.Tensor, X: tf.Tensor4D): tf.Tensor4D {
  return tf.grad((X: tf.Tensor) => objective(X as tf.Tensor4D))(X) as tf.Tensor4D;
}
