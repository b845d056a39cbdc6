import * as tf from '@tensorflow/tfjs';
import type { Model } from '../models/model.ts';
import { onlyInput } from './inputs.ts';
import { activationsAt, siteOf } from './layers.ts';
import type { Inputs } from './types.ts';

export interface LayerActivationOptions {
  /** The layer's input instead of its output. Default false. */
  readonly attributeToLayerInput?: boolean | undefined;
}

/**
 * A layer's output for each example. No target: the score is not involved.
 *
 * ```ts
 * const maps = new LayerActivation(model, 3).attribute(X); // X [N,H,W,3] → [N,h,w,c]
 * const [early, late] = new LayerActivation(model, [3, 12]).attribute(X);
 * ```
 */
export class LayerActivation<L extends number | readonly number[] = number> {
  readonly hasConvergenceDelta = false;

  /** @param layer an index into `features`, or a list of them */
  constructor(
    private readonly model: Model,
    private readonly layer: L,
  ) {}

  /** @returns the layer's output, or a list for a list of layers; the caller disposes them */
  attribute(
    inputs: Inputs,
    { attributeToLayerInput = false }: LayerActivationOptions = {},
  ): L extends number ? tf.Tensor4D : tf.Tensor4D[] {
    return tf.tidy(() => {
      const layers: readonly number[] = typeof this.layer === 'number' ? [this.layer] : this.layer;
      const sites = layers.map((layer) => siteOf(this.model, layer, attributeToLayerInput));
      const activations = activationsAt(sites, onlyInput(inputs));
      return typeof this.layer === 'number' ? activations[0]! : activations;
    }) as L extends number ? tf.Tensor4D : tf.Tensor4D[];
  }
}
