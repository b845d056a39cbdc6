import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';

/** Every value within `tolerance`; a NaN on either side fails. */
export function expectClose(actual: tf.Tensor, expected: tf.TensorLike | tf.Tensor, tolerance = 1e-4): void {
  const wanted = expected instanceof tf.Tensor ? expected : tf.tensor(expected);
  expect(actual.shape).toEqual(wanted.shape);
  const [a, e] = [actual.dataSync(), wanted.dataSync()];
  const misses = Array.from(e, (value, i) => ({ i, error: Math.abs(a[i]! - value) }));
  // Written so that a NaN is a miss.
  const worst = misses.filter(({ error }) => !(error <= tolerance)).sort((x, y) => y.error - x.error)[0];
  expect(worst, worst && `value ${worst.i}: got ${a[worst.i]}, expected ${e[worst.i]}`).toBeUndefined();
}

/** Row `n` of a tensor, with its first axis. */
export function row<T extends tf.Tensor>(x: T, n: number): T {
  return x.slice(n, 1) as T;
}

/** Runs `work`, which returns what it made, and expects that no other tensor is left. */
export function expectNoLeak(work: () => tf.TensorContainer): void {
  const before = tf.memory().numTensors;
  tf.dispose(work());
  expect(tf.memory().numTensors).toBe(before);
}
