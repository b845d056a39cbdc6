import * as tf from '@tensorflow/tfjs';
import type { Model } from '../models/model.ts';
import { validBaselines } from './baselines.ts';
import { rowsPerPass } from './chunks.ts';
import { check } from './error.ts';
import { asForward, onlyInput } from './inputs.ts';
import { type IntegrationMethod, quadrature } from './integration.ts';
import { activationsAt, gradientAt, type Site, siteOf } from './layers.ts';
import { convergenceDelta, pathPoints, pointsPerBatch } from './path.ts';
import { formatTarget, type RowTarget, repeatTarget } from './target.ts';
import type { Baseline, Baselines, Inputs, Target } from './types.ts';

export interface LayerConductanceOptions {
  readonly baselines?: Baselines | undefined;
  readonly target?: Target | undefined;
  /** Default 50. */
  readonly nSteps?: number | undefined;
  /** Default 'gausslegendre'. */
  readonly method?: IntegrationMethod | undefined;
  /**
   * How many examples go through the network at once, at most. Default: as many as memory allows. Does not change the result.
   * (Captum needs at least 2N, since it evaluates shared points twice.)
   */
  readonly internalBatchSize?: number | undefined;
  /** Return `[attributions, delta]`, delta [N]. Default false. */
  readonly returnConvergenceDelta?: boolean | undefined;
  /** Explain the layer's input instead of its output. Default false. */
  readonly attributeToLayerInput?: boolean | undefined;
}

/**
 * How much of the change in score, from the baseline to the input, flows through each unit of a layer A.
 *
 * Dhamdhere et al., How Important Is a Neuron?, 2018 (https://arxiv.org/abs/1805.12233); computed as in Shrikumar et al.,
 * Computationally Efficient Measures of Internal Neuron Importance, 2018 (https://arxiv.org/abs/1807.09946): Σₖ (A(αₖ₊₁) −
 * A(αₖ)) · ∂F/∂A(αₖ) over the nSteps + 1 points of the method; its step sizes are not used. As in Captum the Gauss–Legendre
 * points do not reach 0 and 1, so delta is larger than that of {@link IntegratedGradients}.
 *
 * ```ts
 * const flow = new LayerConductance(model, 3).attribute(X, { target: y, nSteps: 20 }); // X [N,H,W,3] → [N,h,w,c]
 * const [attributions, delta] = new LayerConductance(model, 3).attribute(X, { target: y, returnConvergenceDelta: true });
 * ```
 */
export class LayerConductance {
  readonly hasConvergenceDelta = true;

  /** @param layer an index into `features` */
  constructor(
    private readonly model: Model,
    private readonly layer: number,
  ) {}

  /** @returns a tensor of the shape of the layer's output, which the caller disposes */
  attribute(
    inputs: Inputs,
    options: LayerConductanceOptions & { readonly returnConvergenceDelta: true },
  ): [tf.Tensor4D, tf.Tensor1D];
  attribute(
    inputs: Inputs,
    options?: LayerConductanceOptions & { readonly returnConvergenceDelta?: false | undefined },
  ): tf.Tensor4D;
  attribute(
    inputs: Inputs,
    {
      baselines,
      target,
      nSteps = 50,
      method = 'gausslegendre',
      internalBatchSize,
      returnConvergenceDelta = false,
      attributeToLayerInput = false,
    }: LayerConductanceOptions = {},
  ): tf.Tensor | [tf.Tensor, tf.Tensor1D] {
    return tf.tidy(() => {
      const X = onlyInput(inputs);
      const [baseline] = validBaselines(baselines, [X]) as [Baseline];
      const rowTarget = formatTarget(target, X.shape[0]);
      check(
        Number.isInteger(nSteps) && nSteps > 0,
        `The number of steps must be an integer and at least 1. Given: ${nSteps}`,
      );
      const { alphas } = quadrature(method, nSteps + 1);
      const site = siteOf(this.model, this.layer, attributeToLayerInput);
      const rowsAtOnce = internalBatchSize ?? rowsPerPass([X]);
      const pointsAtOnce =
        internalBatchSize === undefined
          ? Math.max(1, Math.floor(rowsAtOnce / X.shape[0]))
          : pointsPerBatch(internalBatchSize, X.shape[0]);

      let total: tf.Tensor = tf.scalar(0);
      let last: tf.Tensor | undefined;
      for (let start = 0; start < alphas.length; start += pointsAtOnce) {
        const next = tf.tidy(() => {
          const [path] = pathPoints([X], [baseline], alphas.slice(start, start + pointsAtOnce)) as [tf.Tensor4D];
          const activations = activationsAt([site], path, rowsAtOnce)[0]!;
          // A step needs the activations at both its ends, so each batch starts at the last point of the previous one.
          const chain = last ? tf.concat([last, activations]) : activations;
          return {
            total: total.add(conductance(site, chain, X.shape[0], rowTarget, rowsAtOnce)),
            last: activations.slice(activations.shape[0]! - X.shape[0]),
          };
        });
        tf.dispose([total, ...(last ? [last] : [])]);
        ({ total, last } = next);
      }
      if (!returnConvergenceDelta) return total;
      return [total, convergenceDelta(asForward(this.model), [total], [X], [baseline], rowTarget)];
    });
  }
}

/**
 * Σₖ (A(αₖ₊₁) − A(αₖ)) · ∂F/∂A(αₖ) over consecutive points; 0 for a single one.
 *
 * @param activations A at each point, step-major
 */
function conductance(
  site: Site,
  activations: tf.Tensor,
  rows: number,
  target: RowTarget,
  rowsAtOnce: number,
): tf.Tensor {
  const steps = activations.shape[0]! / rows - 1;
  if (steps === 0) return tf.zerosLike(activations);
  const starts = activations.slice(0, rows * steps);
  const changes = activations.slice(rows).sub(starts);
  const gradients = gradientAt(site, starts, repeatTarget(target, steps), rowsAtOnce);
  return changes
    .mul(gradients)
    .reshape([steps, rows, ...activations.shape.slice(1)])
    .sum(0);
}
