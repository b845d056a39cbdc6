/** Scores and their gradients, in chunks of rows. */
import * as tf from '@tensorflow/tfjs';
import { checkRowWise, mapRows, rowsPerPass } from './chunks.ts';
import { check } from './error.ts';
import { rowsOf } from './inputs.ts';
import { type RowTarget, selectTarget } from './target.ts';
import type { Forward } from './types.ts';

/**
 * The gradient of the SUM of the rows' selected scores: since rows are independent, this is each row's gradient of its own
 * score.
 *
 * @returns for each input a tensor of its shape
 */
export function gradientOfScores(
  forward: Forward,
  inputs: readonly tf.Tensor[],
  target: RowTarget,
  rowsAtOnce = rowsPerPass(inputs),
): tf.Tensor[] {
  return mapRows(inputs, target, rowsAtOnce, (rows, rowTarget) =>
    tf.grads((...xs: tf.Tensor[]) => {
      const selected = selectTarget(forward(...xs), rowTarget);
      check(
        selected.rank === 0 || selected.size === selected.shape[0],
        'Target not provided when necessary, cannot take gradient with respect to multiple outputs.',
      );
      checkRowWise([selected], rowsOf(rows), rowsOf(inputs));
      return selected.sum();
    })([...rows]),
  );
}

/** The selected scores: [N], or what the function gives if no target is named. */
export function selectedScores(forward: Forward, inputs: readonly tf.Tensor[], target: RowTarget): tf.Tensor {
  return mapRows(inputs, target, rowsPerPass(inputs), (rows, rowTarget) => [
    selectTarget(forward(...rows), rowTarget),
  ])[0]!;
}
