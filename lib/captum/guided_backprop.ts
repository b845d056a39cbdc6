import type { Model } from '../models/model.ts';
import { guidedRelu } from '../models/relus.ts';
import { checkHasRelus, gradientWithRelu } from './modified_relu.ts';
import type { Inputs, Target } from './types.ts';

/**
 * The gradient of each example's score, where every ReLU passes back only positive gradients: dy·[x > 0]·[dy > 0].
 *
 * Springenberg et al., Striving for Simplicity: The All Convolutional Net, 2014 (https://arxiv.org/abs/1412.6806), section 3.4.
 * As in Captum every ReLU is replaced, the classifier's too, and the result keeps its sign (below the first ReLU it may be
 * negative). Where it departs from Captum: ReLUs are replaced in a second view of the model (`withRelu`), so there are no hooks
 * to remove, and reused ReLUs are fine.
 *
 * ```ts
 * const map = new GuidedBackprop(model).attribute(X, { target: y }); // X [N,H,W,3], y [N] → [N,H,W,3]
 * ```
 */
export class GuidedBackprop {
  readonly hasConvergenceDelta = false;

  constructor(private readonly model: Model) {
    checkHasRelus(model);
  }

  /** @returns a tensor of the input's shape, signed, which the caller disposes */
  attribute<I extends Inputs>(inputs: I, { target }: { readonly target?: Target | undefined } = {}): I {
    return gradientWithRelu(this.model, guidedRelu, inputs, target);
  }
}
