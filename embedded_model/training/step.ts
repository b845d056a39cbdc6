import * as tf from '@tensorflow/tfjs';
import { toTensor } from '../../lib/tensor/array.ts';
import type { Batch } from './batches.ts';
import { type LossOptions, loss, type Parameters, scoreMaps } from './network.ts';
import { toTensors } from './tensors.ts';

export interface StepResult {
  readonly loss: number;
  /** Number of pictures in the batch that were recognized. */
  readonly correct: number;
  readonly gradients: Record<string, Float32Array>;
}

/** Loss and gradient of one batch at the given parameters, which do not change. */
export function forwardBackward(parameters: Parameters, batch: Batch, options: LossOptions): StepResult {
  const names = Object.keys(parameters);
  const gradients: Record<string, Float32Array> = {};
  let [lossValue, correct] = [0, 0];
  // Results are assigned, not returned: `tidy` would search them for tensors, number by number.
  tf.tidy(() => {
    const { X, Y } = toTensors(batch);
    const f = (...tensors: tf.Tensor[]): tf.Scalar => {
      const maps = scoreMaps(X, Object.fromEntries(names.map((name, i) => [name, tensors[i]!])));
      const predicted = tf.argMax(tf.mean(tf.relu(maps), [1, 2]), 1).dataSync();
      correct = batch.labels.filter((label, i) => label === predicted[i]).length;
      return loss(maps, Y, options);
    };
    const { value, grads } = tf.valueAndGrads(f)(names.map((name) => toTensor(parameters[name]!)));
    for (const [i, gradient] of grads.entries()) gradients[names[i]!] = gradient.dataSync() as Float32Array;
    lossValue = value.dataSync()[0]!;
  });
  return { loss: lossValue, correct, gradients };
}
