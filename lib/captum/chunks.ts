/** Large batches go through the network a few rows at a time, so that memory stays bounded. */
import * as tf from '@tensorflow/tfjs';
import { check } from './error.ts';
import { rowsOf } from './inputs.ts';
import { type RowTarget, sliceTarget } from './target.ts';

/** Two images of 224×224. A gradient of SqueezeNet takes some 120 MB for each on the WASM backend; more rows are not faster. */
const MAX_VALUES_PER_PASS = 2 * 224 * 224 * 3;

/** How many rows of these inputs go through the network at once. */
export function rowsPerPass(inputs: readonly tf.Tensor[]): number {
  const valuesPerRow = inputs.reduce((sum, x) => sum + x.size / Math.max(1, x.shape[0]!), 0);
  return Math.max(1, Math.floor(MAX_VALUES_PER_PASS / Math.max(1, valuesPerRow)));
}

/**
 * `run` on at most `rowsAtOnce` rows at a time, with the results concatenated. Rows must be independent, as in every network
 * without batch statistics.
 *
 * @param run gets the rows and their targets, returns tensors with as many rows
 */
export function mapRows(
  inputs: readonly tf.Tensor[],
  target: RowTarget,
  rowsAtOnce: number,
  run: (rows: readonly tf.Tensor[], target: RowTarget) => tf.Tensor[],
): tf.Tensor[] {
  const total = rowsOf(inputs);
  if (total <= rowsAtOnce) return tf.tidy(() => run(inputs, target));
  return tf.tidy(() => {
    const parts: tf.Tensor[][] = [];
    for (let start = 0; start < total; start += rowsAtOnce) {
      const size = Math.min(rowsAtOnce, total - start);
      const part = tf.tidy(() => {
        const rows = inputs.map((x) => x.slice(start, size));
        return run(rows, sliceTarget(target, start, size));
      });
      checkRowWise(part, size, total);
      parts.push(part);
    }
    return parts[0]!.map((_, i) => tf.concat(parts.map((part) => part[i]!)));
  });
}

/** Refuses a single result for all rows, which several passes over `rows` of `total` rows could not combine. */
export function checkRowWise(results: readonly tf.Tensor[], rows: number, total: number): void {
  check(
    rows === total || results.every((x) => x.shape[0] === rows),
    `${total} rows are too many for one pass, but the function does not give one result for each row. Pass fewer rows.`,
  );
}
