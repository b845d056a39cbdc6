/** Repeating rows. */
import * as tf from '@tensorflow/tfjs';

/** Row-major: [row 1, row 1, ..., row 2, row 2, ...]. */
export function interleaveRows<T extends tf.Tensor>(x: T, times: number): T {
  const [rows = 0, ...axes] = x.shape;
  return tf.stack(new Array<tf.Tensor>(times).fill(x), 1).reshape([rows * times, ...axes]) as T;
}

/** Step-major: [row 1, row 2, ..., row 1, row 2, ...]. */
export function repeatRows(x: tf.Tensor, times: number): tf.Tensor {
  return times === 1 ? x : tf.concat(new Array<tf.Tensor>(times).fill(x));
}
