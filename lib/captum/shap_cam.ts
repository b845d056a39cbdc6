import * as tf from '@tensorflow/tfjs';
import type { Model } from '../models/model.ts';
import { Random } from '../random.ts';
import { check } from './error.ts';
import { selectedScores } from './gradient.ts';
import { onlyInput } from './inputs.ts';
import { activationsAt, siteOf } from './layers.ts';
import { type Payoffs, sampleShapleyValues } from './shapley.ts';
import { formatTarget, type RowTarget, repeatTarget, sliceTarget } from './target.ts';
import type { Inputs, Target } from './types.ts';

export interface ShapCamOptions {
  readonly target?: Target | undefined;
  /** Random orders of the positions; even, if antithetic. Default 20. */
  readonly nSamples?: number | undefined;
  /** Let the reverse of each order follow it, which varies less for the same work. Default true. */
  readonly antithetic?: boolean | undefined;
  /** What a position that does not take part shows in each channel: the channel's mean, or a number. Default 'mean'. */
  readonly absent?: 'mean' | number | undefined;
  /** ReLU after the weighted sum, as in the paper. Default true. */
  readonly reluAttributions?: boolean | undefined;
  /** Default 0. */
  readonly seed?: string | number | undefined;
  /** Return `[map, values, standardErrors]`, all [N,h,w,1]. Default false. */
  readonly returnShapleyValues?: boolean | undefined;
}

/**
 * Shap-CAM: a layer's channels, weighted by how much each is active at the positions that the score depends on, summed.
 *
 * Zheng, Wang, Zhou, Lu, Shap-CAM: Visual Explanations for Convolutional Neural Networks Based on Shapley Value, 2022
 * (https://arxiv.org/abs/2208.03608), section 3. Not part of Captum. For one image and its feature map A [h,w,c]:
 *
 * - The players are the h·w positions. The payoff R(S) is the class's score if A stays as it is at the positions in S and is
 *   replaced everywhere else (`absent`).
 * - s(i,j), the Shapley value of a position: the mean over all orders of the positions of R(those before it and itself) −
 *   R(those before it). Here over `nSamples` seeded random orders, as the paper estimates it.
 * - The weight of channel k: αₖ = Σ s(i,j) · A(i,j,k) over all positions; the map is ReLU(Σ αₖ · A(·,·,k)) over all channels.
 *
 * Where it departs: orders come in pairs, each with its reverse, unless told otherwise; the map is neither resized nor rescaled
 * ({@link LayerAttribution.interpolate} does the former); the payoff is the score before the softmax. The definitions above were
 * written without the paper's text at hand: compare them, and the default of `absent`, with it before citing equations.
 *
 * If the classifier is a mean over positions, as SqueezeNet's, then at its last layer no position depends on another, and one
 * order is exact.
 *
 * ```ts
 * const map = new ShapCam(model, 12).attribute(X, { target: y }); // X [N,H,W,3], y [N] → [N,h,w,1]
 * const [map, values, standardErrors] = new ShapCam(model, 8).attribute(X, { target: y, returnShapleyValues: true });
 * ```
 */
export class ShapCam {
  readonly hasConvergenceDelta = false;

  /** @param layer an index into `features` */
  constructor(
    private readonly model: Model,
    private readonly layer: number,
  ) {}

  /**
   * @returns tensors [N,h,w,1], which the caller disposes. The values of a row add up to R(all) − R(none), whatever `nSamples`;
   * standard errors are NaN after a single sample (an order, or a pair if antithetic).
   */
  attribute(
    inputs: Inputs,
    options: ShapCamOptions & { readonly returnShapleyValues: true },
  ): [map: tf.Tensor4D, values: tf.Tensor4D, standardErrors: tf.Tensor4D];
  attribute(
    inputs: Inputs,
    options?: ShapCamOptions & { readonly returnShapleyValues?: false | undefined },
  ): tf.Tensor4D;
  attribute(
    inputs: Inputs,
    { target, reluAttributions = true, returnShapleyValues = false, ...sampling }: ShapCamOptions = {},
  ): tf.Tensor4D | [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D] {
    return tf.tidy(() => {
      const X = onlyInput(inputs);
      const site = siteOf(this.model, this.layer);
      const activation = activationsAt([site], X)[0]! as tf.Tensor4D;
      check(
        activation.rank === 4,
        `Shap-CAM needs a layer with positions [N,h,w,c], got the shape [${activation.shape}].`,
      );
      const rowTarget = formatTarget(target, X.shape[0]);
      const rows = Array.from({ length: X.shape[0] }, (_, n) =>
        this.shapleyValues(activation.slice(n, 1), sliceTarget(rowTarget, n, 1), sampling),
      );
      const values = tf.concat(rows.map((row) => row.values));
      const map = ShapCam.mapOf(activation, values, reluAttributions);
      return returnShapleyValues ? [map, values, tf.concat(rows.map((row) => row.standardErrors))] : map;
    }) as tf.Tensor4D | [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
  }

  /**
   * The map that Shapley values give.
   *
   * @param activation the layer's output [N,h,w,c]
   * @param values [N,h,w,1]
   * @returns [N,h,w,1], which the caller disposes
   */
  static mapOf(activation: tf.Tensor4D, values: tf.Tensor4D, reluAttributions = true): tf.Tensor4D {
    return tf.tidy(() => {
      const weights = values.mul(activation).sum([1, 2], true);
      const map = weights.mul(activation).sum<tf.Tensor4D>(-1, true);
      return reluAttributions ? map.relu() : map;
    });
  }

  /** Of one image's feature map [1,h,w,c]. */
  private shapleyValues(
    activation: tf.Tensor4D,
    target: RowTarget,
    { nSamples = 20, antithetic = true, absent = 'mean', seed = 0 }: ShapCamOptions,
  ): { values: tf.Tensor4D; standardErrors: tf.Tensor4D } {
    check(
      Number.isInteger(nSamples) && nSamples > 0 && !(antithetic && nSamples % 2 === 1),
      `nSamples must be an integer and at least 1${antithetic ? ', and even, since orders come in pairs' : ''}. Given: ${nSamples}`,
    );
    check(
      absent === 'mean' || Number.isFinite(absent),
      () => `absent must be 'mean' or a finite number. Given: ${String(absent)}`,
    );
    const [, h, w] = activation.shape;
    const replaced = absent === 'mean' ? activation.mean([1, 2], true) : tf.scalar(absent);
    const forward = (A: tf.Tensor) => this.model.forwardFrom(this.layer, A as tf.Tensor4D);
    const payoffs: Payoffs = (coalitions) =>
      tf.tidy(() => {
        const masks = tf.tensor4d(Float32Array.from(coalitions.flatMap((members) => [...members])), [
          coalitions.length,
          h,
          w,
          1,
        ]);
        const shown = masks.mul(activation).add(tf.sub(1, masks).mul(replaced));
        const scores = selectedScores(forward, [shown], repeatTarget(target, coalitions.length));
        check(
          scores.size === coalitions.length,
          'Target not provided when necessary: Shap-CAM explains one score of each example.',
        );
        return scores.dataSync();
      });
    const { values, standardErrors } = sampleShapleyValues(payoffs, h * w, {
      samples: antithetic ? nSamples / 2 : nSamples,
      antithetic,
      random: new Random(`shap-cam ${seed}`),
    });
    const asMap = (numbers: Float64Array) => tf.tensor4d(Float32Array.from(numbers), [1, h, w, 1]);
    return { values: asMap(values), standardErrors: asMap(standardErrors) };
  }
}
