import type * as tf from '@tensorflow/tfjs';

export function softmax(scores: tf.Tensor2D): tf.Tensor2D {
  const powers = scores.sub(scores.max(1, true)).exp();
  return powers.div(powers.sum(1, true));
}
