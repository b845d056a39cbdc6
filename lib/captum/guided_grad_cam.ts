import * as tf from '@tensorflow/tfjs';
import type { Model } from '../models/model.ts';
import { CaptumError } from './error.ts';
import { GuidedBackprop } from './guided_backprop.ts';
import { likeInputs } from './inputs.ts';
import { type InterpolateMode, LayerAttribution } from './layer_attribution.ts';
import { LayerGradCam } from './layer_grad_cam.ts';
import type { Inputs, Target } from './types.ts';

export interface GuidedGradCamOptions {
  readonly target?: Target | undefined;
  /** How the Grad-CAM map is enlarged. Default 'nearest'; the paper's is 'bilinear'. */
  readonly interpolateMode?: InterpolateMode | undefined;
  /** Grad-CAM of the layer's input instead of its output. Default false. */
  readonly attributeToLayerInput?: boolean | undefined;
}

/**
 * Guided backpropagation (signed) times the Grad-CAM map after its ReLU, enlarged to the input.
 *
 * Selvaraju et al., Grad-CAM, 2016 (https://arxiv.org/abs/1610.02391), section 3.2.
 * Where it departs: as in Captum the map is enlarged by 'nearest' unless told otherwise, and nothing is rescaled.
 *
 * ```ts
 * const map = new GuidedGradCam(model, 12).attribute(X, { target: y }); // X [N,H,W,3] → [N,H,W,3]
 * ```
 */
export class GuidedGradCam {
  readonly hasConvergenceDelta = false;
  private readonly gradCam: LayerGradCam;
  private readonly guidedBackprop: GuidedBackprop;

  /** @param layer an index into `features` */
  constructor(model: Model, layer: number) {
    this.gradCam = new LayerGradCam(model, layer);
    this.guidedBackprop = new GuidedBackprop(model);
  }

  /**
   * @returns a tensor of the input's shape, which the caller disposes. If the map cannot be enlarged to it, warns and returns
   * an empty tensor.
   */
  attribute<I extends Inputs>(
    inputs: I,
    { target, interpolateMode = 'nearest', attributeToLayerInput = false }: GuidedGradCamOptions = {},
  ): I {
    return likeInputs(inputs, (tuple) => {
      const map: tf.Tensor = this.gradCam.attribute(tuple, { target, attributeToLayerInput, reluAttributions: true });
      const guided = this.guidedBackprop.attribute(tuple, { target });
      return tuple.map((x, i) => {
        try {
          return guided[i]!.mul(LayerAttribution.interpolate(map, x.shape.slice(1, -1), interpolateMode));
        } catch (error) {
          if (!(error instanceof CaptumError)) throw error;
          console.warn(
            "Couldn't appropriately interpolate GradCAM attributions for some input tensors, " +
              `returning empty tensor for corresponding attributions. ${error.message}`,
          );
          return tf.tensor([]);
        }
      });
    });
  }
}
