/** The straight line from the baselines to the inputs, processed a few points at a time. */
import * as tf from '@tensorflow/tfjs';
import { baselineLike } from './baselines.ts';
import { check } from './error.ts';
import { selectedScores } from './gradient.ts';
import { rowsOf } from './inputs.ts';
import type { RowTarget } from './target.ts';
import type { Baseline, Forward } from './types.ts';

/** For each input baseline + α·(input − baseline) at every α, step-major: [rows at α1, rows at α2, ...]. */
export function pathPoints(
  inputs: readonly tf.Tensor[],
  baselines: readonly Baseline[],
  alphas: readonly number[],
): tf.Tensor[] {
  return inputs.map((x, i) => {
    const difference = x.sub(baselines[i]!);
    return tf.concat(alphas.map((alpha) => difference.mul(alpha).add(baselines[i]!)));
  });
}

/** How many points of the path an internal batch holds. */
export function pointsPerBatch(internalBatchSize: number, rows: number): number {
  check(Number.isInteger(internalBatchSize) && internalBatchSize > 0, 'Batch size must be greater than 0.');
  if (internalBatchSize < rows) {
    console.warn(
      'Internal batch size cannot be less than the number of input examples. ' +
        `Defaulting to internal batch size of ${rows} equal to the number of examples.`,
    );
  }
  return Math.max(1, Math.floor(internalBatchSize / rows));
}

/** By how much each example's attributions miss the sum F(input) − F(baseline): [N]. */
export function convergenceDelta(
  forward: Forward,
  attributions: readonly tf.Tensor[],
  inputs: readonly tf.Tensor[],
  baselines: readonly Baseline[],
  target: RowTarget,
): tf.Tensor1D {
  const atInputs = rowSums(selectedScores(forward, inputs, target), rowsOf(inputs));
  const startPoints = inputs.map((x, i) => baselineLike(baselines[i]!, x));
  const atBaselines = rowSums(selectedScores(forward, startPoints, target), rowsOf(inputs));
  const attributed = tf.addN(attributions.map((attribution) => rowSums(attribution, rowsOf(inputs))));
  return attributed.sub(atInputs.sub(atBaselines)) as tf.Tensor1D;
}

function rowSums(x: tf.Tensor, rows: number): tf.Tensor {
  return x.reshape([rows, -1]).sum(1);
}
