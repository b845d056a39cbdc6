/** Selecting the score that is explained, row by row. */
import * as tf from '@tensorflow/tfjs';
import { check } from './error.ts';
import type { Target } from './types.ts';

/** {@link Target} in one form: an index for all rows, or a list with each row's own index. Still a {@link Target}. */
export type RowTarget = { readonly index: readonly number[] } | readonly (readonly number[])[] | undefined;

/** @param rows the number of examples N */
export function formatTarget(target: Target | undefined, rows: number): RowTarget {
  if (target === undefined) return undefined;
  if (target instanceof tf.Tensor) {
    const values = [...target.dataSync()];
    if (values.length === 1) return { index: [integer(values[0])] };
    check(
      target.rank === 1 && values.length === rows,
      `Tensor target dimension [${target.shape}] is not valid. Expected one class for all, or one for each of ${rows} rows.`,
    );
    return values.map((value) => [integer(value)]);
  }
  if (typeof target === 'number') return { index: [integer(target)] };
  if (isIndex(target)) return { index: target.index.map(integer) };
  check(
    Array.isArray(target),
    () =>
      `Target type ${typeof target} is not valid. Expected a class number, a list of them, a tensor or { index }, got ${String(target)}.`,
  );
  check(
    target.length === rows,
    `Target list length does not match output! Expected one for each of ${rows} rows, got ${target.length}.`,
  );
  return target.map((each: unknown) => (Array.isArray(each) ? each.map(integer) : [integer(each)]));
}

function isIndex(target: unknown): target is { readonly index: readonly number[] } {
  return typeof target === 'object' && target !== null && 'index' in target && Array.isArray(target.index);
}

function integer(value: unknown): number {
  check(
    Number.isInteger(value),
    () => `Target type ${typeof value} is not valid. Expected integers, got ${String(value)}.`,
  );
  return value as number;
}

function isPerRow(target: RowTarget): target is readonly (readonly number[])[] {
  return Array.isArray(target);
}

/** Step-major, `[rows at step 1, rows at step 2, ...]`, as in integration and ablation. */
export function repeatTarget(target: RowTarget, times: number): RowTarget {
  return isPerRow(target) ? Array.from({ length: times }, () => target).flat() : target;
}

/** Row-major, `[all samples of row 1, all samples of row 2, ...]`, as in noise and perturbations. */
export function interleaveTarget(target: RowTarget, times: number): RowTarget {
  return isPerRow(target) ? target.flatMap((row) => Array.from({ length: times }, () => row)) : target;
}

export function sliceTarget(target: RowTarget, start: number, size: number): RowTarget {
  return isPerRow(target) ? target.slice(start, start + size) : target;
}

/**
 * The selected scores. Differentiable.
 *
 * @param output [N, ...]
 * @returns [N], or [N, the other axes] if the target is left out or names fewer axes than the output has
 */
export function selectTarget(output: tf.Tensor, target: RowTarget): tf.Tensor {
  if (target === undefined) return output;
  const [rows = 0, ...axes] = output.shape;
  if (!isPerRow(target)) {
    const { index } = target;
    checkIndex(index, output, index.length <= axes.length);
    const rest = axes.slice(index.length);
    return tf
      .slice(output, [0, ...index, ...rest.map(() => 0)], [rows, ...index.map(() => 1), ...rest])
      .reshape([rows, ...rest]);
  }
  check(target.length === rows, `Target list length does not match output! Expected ${rows}, got ${target.length}.`);
  const mask = new Uint8Array(output.size);
  const rowSize = output.size / rows;
  for (const [row, index] of target.entries()) {
    check(index.length !== 1 || axes.length === 1, 'Output must be 2D to select tensor of targets.');
    checkIndex(index, output, index.length === axes.length);
    mask[row * rowSize + index.reduce((position, i, axis) => position * axes[axis]! + i, 0)] = 1;
  }
  // Gather, not a product with a one-hot mask: an infinite score of another class must not turn the sum into NaN.
  return tf
    .where(tf.tensor(mask, output.shape, 'bool'), output, tf.zerosLike(output))
    .reshape([rows, -1])
    .sum(1);
}

function checkIndex(index: readonly number[], output: tf.Tensor, fits: boolean): void {
  check(fits, `Cannot choose target column with output shape [${output.shape}].`);
  for (const [axis, i] of index.entries()) {
    const size = output.shape[axis + 1]!;
    check(
      i >= 0 && i < size,
      `Target ${i} is out of range for output shape [${output.shape}]: expected 0 to ${size - 1}.`,
    );
  }
}
