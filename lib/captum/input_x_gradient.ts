import { gradientOfScores } from './gradient.ts';
import { asForward, likeInputs, rowsOf } from './inputs.ts';
import { formatTarget } from './target.ts';
import type { Forward, Inputs, ModelOrForward, Target } from './types.ts';

/**
 * Each input value times the gradient of its example's score.
 *
 * Shrikumar et al., Not Just a Black Box, 2016 (https://arxiv.org/abs/1605.01713), section 3.
 *
 * ```ts
 * const map = new InputXGradient(model).attribute(X, { target: y }); // X [N,H,W,3], y [N] → [N,H,W,3]
 * ```
 */
export class InputXGradient {
  readonly hasConvergenceDelta = false;
  private readonly forward: Forward;

  constructor(model: ModelOrForward) {
    this.forward = asForward(model);
  }

  /** @returns for each input a tensor of its shape, signed, which the caller disposes */
  attribute<I extends Inputs>(inputs: I, { target }: { readonly target?: Target | undefined } = {}): I {
    return likeInputs(inputs, (tuple) => {
      const gradients = gradientOfScores(this.forward, tuple, formatTarget(target, rowsOf(tuple)));
      return gradients.map((gradient, i) => gradient.mul(tuple[i]!));
    });
  }
}
