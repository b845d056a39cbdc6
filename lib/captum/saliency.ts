import { gradientOfScores } from './gradient.ts';
import { asForward, likeInputs, rowsOf } from './inputs.ts';
import { formatTarget } from './target.ts';
import type { Forward, Inputs, ModelOrForward, Target } from './types.ts';

export interface SaliencyOptions {
  readonly target?: Target | undefined;
  /** Return the magnitude. Default true; false keeps the sign. */
  readonly abs?: boolean | undefined;
}

/**
 * The gradient of each example's score with respect to its input.
 *
 * Simonyan, Vedaldi, Zisserman, Deep Inside Convolutional Networks, 2013 (https://arxiv.org/abs/1312.6034), section 3.
 * Where it departs: the paper takes the largest magnitude over the color channels; as in Captum every channel is returned.
 *
 * ```ts
 * const map = new Saliency(model).attribute(X, { target: y }); // X [N,H,W,3], y [N] → [N,H,W,3], ≥ 0
 * ```
 */
export class Saliency {
  readonly hasConvergenceDelta = false;
  private readonly forward: Forward;

  constructor(model: ModelOrForward) {
    this.forward = asForward(model);
  }

  /** @returns for each input a tensor of its shape, which the caller disposes */
  attribute<I extends Inputs>(inputs: I, { target, abs = true }: SaliencyOptions = {}): I {
    return likeInputs(inputs, (tuple) => {
      const gradients = gradientOfScores(this.forward, tuple, formatTarget(target, rowsOf(tuple)));
      return abs ? gradients.map((gradient) => gradient.abs()) : gradients;
    });
  }
}
