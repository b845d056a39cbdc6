import * as tf from '@tensorflow/tfjs';
import type { Model } from '../models/model.ts';
import { validBaselines } from './baselines.ts';
import { rowsPerPass } from './chunks.ts';
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
  /** The most examples that go through the network at once, at least 2N. Left out, as many as memory allows. */
  readonly internalBatchSize?: number | undefined;
  /** Return `[attributions, delta]`, delta [N]. Default false. */
  readonly returnConvergenceDelta?: boolean | undefined;
  /** Explain what the layer is given instead of what it gives. Default false. */
  readonly attributeToLayerInput?: boolean | undefined;
}

/**
 * How much of the change in score, from the baseline to the input, flows through each unit of a layer A.
 *
 * Dhamdhere et al., How Important Is a Neuron?, 2018 (https://arxiv.org/abs/1805.12233); computed as in Shrikumar et al.,
 * Computationally Efficient Measures of Internal Neuron Importance, 2018 (https://arxiv.org/abs/1807.09946):
 * Σₖ (A(αₖ₊₁) − A(αₖ)) · ∂F/∂A(αₖ) over the nSteps + 1 points of the method, whose step sizes play no part.
 * As in Captum the Gauss–Legendre points do not reach 0 and 1, so delta is larger than that of {@link IntegratedGradients}.
 *
 * ```ts
 * const flow = new LayerConductance(model, 3).attribute(X, { target: y, nSteps: 20 }); // X [N,H,W,3] → [N,h,w,c]
 * const [attributions, delta] = new LayerConductance(model, 3).attribute(X, { target: y, returnConvergenceDelta: true });
 * ```
 */
export class LayerConductance {
  readonly hasConvergenceDelta = true;

  /** @param layer a number of `features` */
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
      const { alphas } = quadrature(method, nSteps + 1);
      const site = siteOf(this.model, this.layer, attributeToLayerInput);
      const rowsAtOnce = internalBatchSize ?? rowsPerPass([X]);
      const pointsAtOnce =
        internalBatchSize === undefined
          ? Math.max(2, Math.floor(rowsAtOnce / X.shape[0]))
          : consecutivePoints(pointsPerBatch(internalBatchSize, X.shape[0]), X.shape[0]);

      let total: tf.Tensor = tf.scalar(0);
      // Batches share a point, as each step needs the activations at both its ends.
      for (let start = 0; start + 1 < alphas.length; start += pointsAtOnce - 1) {
        const points = alphas.slice(start, start + pointsAtOnce);
        const sum = tf.tidy(() => total.add(conductance(site, X, baseline, points, rowTarget, rowsAtOnce)));
        total.dispose();
        total = sum;
      }
      if (!returnConvergenceDelta) return total;
      return [total, convergenceDelta(asForward(this.model), [total], [X], [baseline], rowTarget)];
    });
  }
}

/** Σₖ (A(αₖ₊₁) − A(αₖ)) · ∂F/∂A(αₖ) over consecutive points. */
function conductance(
  site: Site,
  X: tf.Tensor4D,
  baseline: Baseline,
  points: readonly number[],
  target: RowTarget,
  rowsAtOnce: number,
): tf.Tensor {
  const [rows] = X.shape;
  const steps = points.length - 1;
  const [path] = pathPoints([X], [baseline], points) as [tf.Tensor4D];
  const activations = activationsAt([site], path, rowsAtOnce)[0]!;
  const starts = activations.slice(0, rows * steps);
  const changes = activations.slice(rows, rows * steps).sub(starts);
  const gradients = gradientAt(site, starts, repeatTarget(target, steps), rowsAtOnce);
  return changes
    .mul(gradients)
    .reshape([steps, rows, ...activations.shape.slice(1)])
    .sum(0);
}

function consecutivePoints(points: number, rows: number): number {
  if (points >= 2) return points;
  console.warn(
    'This method computes finite differences between evaluations at consecutive steps, so internal batch size must be at ' +
      `least twice the number of examples. Defaulting to internal batch size of ${2 * rows} equal to twice the number of examples.`,
  );
  return 2;
}
