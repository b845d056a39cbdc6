import type { Model } from '../models/model.ts';
import { deconvolutionRelu } from '../models/relus.ts';
import { checkHasRelus, gradientWithRelu } from './modified_relu.ts';
import type { Inputs, Target } from './types.ts';

/**
 * The gradient of each example's score, where every ReLU passes back the positive part of the incoming gradient, regardless of
 * its own input.
 *
 * Zeiler, Fergus, Visualizing and Understanding Convolutional Networks, 2013 (https://arxiv.org/abs/1311.2901), section 2.1. As
 * in Captum every ReLU is replaced, the classifier's too (which matters here, by some 3 % on SqueezeNet), and pooling layers
 * keep their own gradient, which is the paper's unpooling by switches.
 *
 * ```ts
 * const map = new Deconvolution(model).attribute(X, { target: y }); // X [N,H,W,3], y [N] → [N,H,W,3]
 * ```
 */
export class Deconvolution {
  readonly hasConvergenceDelta = false;

  constructor(private readonly model: Model) {
    checkHasRelus(model);
  }

  /** @returns a tensor of the input's shape, signed, which the caller disposes */
  attribute<I extends Inputs>(inputs: I, { target }: { readonly target?: Target | undefined } = {}): I {
    return gradientWithRelu(this.model, deconvolutionRelu, inputs, target);
  }
}
