import * as tf from '@tensorflow/tfjs';
import type { Model } from '../models/model.ts';
import { mapRows, rowsPerPass } from './chunks.ts';
import { onlyInput } from './inputs.ts';
import { activationsAt, gradientAt, siteOf } from './layers.ts';
import { formatTarget } from './target.ts';
import type { Inputs, Target } from './types.ts';

export interface LayerGradCamOptions {
  readonly target?: Target | undefined;
  /** Explain the layer's input instead of its output. Default false. */
  readonly attributeToLayerInput?: boolean | undefined;
  /** ReLU after the weighted sum, as in the paper. Default false. */
  readonly reluAttributions?: boolean | undefined;
  /** Sum over the channels. Default true; false keeps them. */
  readonly attrDimSummation?: boolean | undefined;
}

/**
 * Grad-CAM: a layer's channels, weighted by the spatial mean of the score's gradient, summed.
 *
 * Selvaraju et al., Grad-CAM, 2016 (https://arxiv.org/abs/1610.02391), section 3.
 * Where it departs: as in Captum the ReLU of the paper's equation 2 is off unless asked for, and the map is neither
 * resized nor rescaled ({@link LayerAttribution.interpolate} does the former).
 *
 * ```ts
 * const map = new LayerGradCam(model, 12).attribute(X, { target: y, reluAttributions: true }); // → [N,h,w,1]
 * const large = LayerAttribution.interpolate(map, [H, W]); // → [N,H,W,1]
 * ```
 */
export class LayerGradCam {
  readonly hasConvergenceDelta = false;

  /** @param layer an index into `features` */
  constructor(
    private readonly model: Model,
    private readonly layer: number,
  ) {}

  /** @returns [N,h,w,1], or [N,h,w,c] without summation; a layer [N,c] is not pooled and gives [N,1]. The caller disposes it. */
  attribute(
    inputs: Inputs,
    {
      target,
      attributeToLayerInput = false,
      reluAttributions = false,
      attrDimSummation = true,
    }: LayerGradCamOptions = {},
  ): tf.Tensor4D {
    return tf.tidy(() => {
      const X = onlyInput(inputs);
      const site = siteOf(this.model, this.layer, attributeToLayerInput);
      const rowsAtOnce = rowsPerPass([X]);
      return mapRows([X], formatTarget(target, X.shape[0]), rowsAtOnce, ([rows], rowTarget) => {
        const activation = activationsAt([site], rows as tf.Tensor4D)[0]!;
        const gradient = gradientAt(site, activation, rowTarget, rowsAtOnce);
        const spatialAxes = gradient.shape.map((_, axis) => axis).slice(1, -1);
        const weights = spatialAxes.length > 0 ? gradient.mean(spatialAxes, true) : gradient;
        const weighted = weights.mul(activation);
        const map = attrDimSummation ? weighted.sum(-1, true) : weighted;
        return [reluAttributions ? map.relu() : map];
      })[0] as tf.Tensor4D;
    });
  }
}
