import * as tf from '@tensorflow/tfjs';
import { validBaselines } from './baselines.ts';
import { rowsPerPass } from './chunks.ts';
import { gradientOfScores } from './gradient.ts';
import { asForward, asTuple, isTuple, rowsOf } from './inputs.ts';
import { type IntegrationMethod, quadrature } from './integration.ts';
import { convergenceDelta, pathPoints, pointsPerBatch } from './path.ts';
import { formatTarget, repeatTarget } from './target.ts';
import type { Baselines, Forward, Inputs, ModelOrForward, Target } from './types.ts';

export interface IntegratedGradientsOptions {
  /** Where the path starts. Default 0. */
  readonly baselines?: Baselines | undefined;
  readonly target?: Target | undefined;
  /** Default 50. */
  readonly nSteps?: number | undefined;
  /** Default 'gausslegendre'. */
  readonly method?: IntegrationMethod | undefined;
  /**
   * How many examples go through the network at once, at most. Default: as many as memory allows. Does not change the result.
   */
  readonly internalBatchSize?: number | undefined;
  /** Return `[attributions, delta]`, delta [N]. Default false. */
  readonly returnConvergenceDelta?: boolean | undefined;
}

/**
 * The gradient of each example's score, averaged along the straight line from the baseline to the input, times their difference.
 *
 * Sundararajan, Taly, Yan, Axiomatic Attribution for Deep Networks, 2017 (https://arxiv.org/abs/1703.01365), section 3.
 * Where it departs: as in Captum the integral is a Gauss–Legendre sum unless told otherwise (the paper's is a Riemann sum),
 * and `riemann_trapezoid` keeps Captum's weights, which sum to 1 − 1/nSteps.
 *
 * ```ts
 * const map = new IntegratedGradients(model).attribute(X, { target: y }); // X [N,H,W,3], y [N] → [N,H,W,3]
 * const [attributions, delta] = new IntegratedGradients(model).attribute(X, { target: y, returnConvergenceDelta: true });
 * // delta[n] = sum(attributions[n]) − (F(X[n]) − F(0)): how far the sum is from the integral
 * ```
 */
export class IntegratedGradients {
  readonly hasConvergenceDelta = true;
  private readonly forward: Forward;
  private readonly multiplyByInputs: boolean;

  /** @param options multiplyByInputs: false omits the factor (input − baseline). Default true. */
  constructor(model: ModelOrForward, { multiplyByInputs = true }: { readonly multiplyByInputs?: boolean } = {}) {
    this.forward = asForward(model);
    this.multiplyByInputs = multiplyByInputs;
  }

  /** @returns for each input a tensor of its shape, which the caller disposes */
  attribute<I extends Inputs>(
    inputs: I,
    options: IntegratedGradientsOptions & { readonly returnConvergenceDelta: true },
  ): [I, tf.Tensor1D];
  attribute<I extends Inputs>(
    inputs: I,
    options?: IntegratedGradientsOptions & { readonly returnConvergenceDelta?: false | undefined },
  ): I;
  attribute(
    inputs: Inputs,
    { baselines, target, returnConvergenceDelta = false, ...integral }: IntegratedGradientsOptions = {},
  ): Inputs | [Inputs, tf.Tensor1D] {
    return tf.tidy(() => {
      const tuple = asTuple(inputs);
      const starts = validBaselines(baselines, tuple);
      const rowTarget = formatTarget(target, rowsOf(tuple));
      const means = this.meanGradients(tuple, starts, rowTarget, integral);
      const attributions = this.multiplyByInputs ? means.map((mean, i) => tuple[i]!.sub(starts[i]!).mul(mean)) : means;
      const result = isTuple(inputs) ? attributions : attributions[0]!;
      if (!returnConvergenceDelta) return result;
      return [result, convergenceDelta(this.forward, attributions, tuple, starts, rowTarget)];
    }) as Inputs | [Inputs, tf.Tensor1D];
  }

  /** Σₖ wₖ · ∂F/∂x at the k-th point of the path. */
  private meanGradients(
    inputs: readonly tf.Tensor[],
    baselines: ReturnType<typeof validBaselines>,
    target: ReturnType<typeof formatTarget>,
    { nSteps = 50, method = 'gausslegendre', internalBatchSize }: IntegratedGradientsOptions,
  ): tf.Tensor[] {
    const rows = rowsOf(inputs);
    const { alphas, stepSizes } = quadrature(method, nSteps);
    const rowsAtOnce = internalBatchSize ?? rowsPerPass(inputs);
    const pointsAtOnce =
      internalBatchSize === undefined
        ? Math.max(1, Math.floor(rowsAtOnce / rows))
        : pointsPerBatch(internalBatchSize, rows);

    let totals = inputs.map((x): tf.Tensor => tf.zerosLike(x));
    for (let start = 0; start < alphas.length; start += pointsAtOnce) {
      const sums = tf.tidy(() => {
        const points = alphas.slice(start, start + pointsAtOnce);
        const weights = tf.tensor2d([stepSizes.slice(start, start + pointsAtOnce)]);
        const path = pathPoints(inputs, baselines, points);
        const gradients = gradientOfScores(this.forward, path, repeatTarget(target, points.length), rowsAtOnce);
        return gradients.map((gradient, i) => {
          const weighted = tf.matMul(weights, gradient.reshape<tf.Tensor2D>([points.length, -1]));
          return totals[i]!.add(weighted.reshape(inputs[i]!.shape));
        });
      });
      tf.dispose(totals);
      totals = sums;
    }
    return totals;
  }
}
