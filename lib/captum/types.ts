/** Inputs and outputs of every attribution method. */
import type * as tf from '@tensorflow/tfjs';
import type { Model } from '../models/model.ts';

/** From the inputs, all with N rows, to one row of scores for each: [N], [N,classes] or more axes. */
export type Forward = (...inputs: tf.Tensor[]) => tf.Tensor;

/** A network, or, if no layer and no ReLU is needed, any differentiable function. */
export type ModelOrForward = Model | Forward;

/** One tensor, or several (Captum's tuple). The first axis of each is the N examples. */
export type Inputs = tf.Tensor | readonly tf.Tensor[];

/**
 * Which score is explained:
 * - a class number, or a tensor with one element: the same class for all rows;
 * - a list of N class numbers or an int32 tensor [N]: row n's own class (the output must be [N,classes]);
 * - `{ index: [i, j] }` (Captum's tuple): the same index into the axes after the first, for all rows;
 * - a list of N such indices: row n's own;
 * - left out: the function gives one value per row.
 */
export type Target =
  | number
  | { readonly index: readonly number[] }
  | readonly number[]
  | readonly (readonly number[])[]
  | tf.Tensor;

/** The reference that an input is compared with: a number, or a tensor of the input's shape or with first axis 1. */
export type Baseline = number | tf.Tensor;

/** One baseline, or one for each input. Left out it is 0. */
export type Baselines = Baseline | readonly Baseline[];

/** An attribution method with options O, as {@link NoiseTunnel} wraps it. */
export interface AttributionMethod<O> {
  // `never`, so that a method matches whatever the type of its inputs.
  attribute(inputs: never, options?: O): unknown;
  /** Whether it supports `returnConvergenceDelta`. */
  readonly hasConvergenceDelta: boolean;
}
