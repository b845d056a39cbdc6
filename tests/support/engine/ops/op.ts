/** An operation with its inputs: a line of the tables in this folder. */
import * as tf from '@tensorflow/tfjs';

export interface OpCase {
  name: string;
  /** Shapes of the float32 inputs; each is drawn from `range` and has a gradient unless `gradient` is false. */
  shapes: number[][];
  run: (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
  /** By default from -2 to 2. */
  range?: [low: number, high: number];
  /** False where the operation has no gradient, by nature. */
  gradient?: boolean;
}

type Run = OpCase['run'];
type Options = Pick<OpCase, 'range' | 'gradient'>;

export const op = (name: string, shapes: number[][], run: unknown, options: Options = {}): OpCase => ({
  name,
  shapes,
  // Each line of the table knows its ranks; the type here does not.
  run: run as Run,
  ...options,
});
export const POSITIVE: Options = { range: [0.2, 3] };
export const UNIT: Options = { range: [-0.9, 0.9] };
export const NO_GRADIENT: Options = { gradient: false };
export const int = (values: number[], shape?: number[]): tf.Tensor => tf.tensor(values, shape, 'int32');
export type T1 = tf.Tensor1D;
export type T2 = tf.Tensor2D;
export type T3 = tf.Tensor3D;
export type T4 = tf.Tensor4D;
export type T = tf.Tensor;
