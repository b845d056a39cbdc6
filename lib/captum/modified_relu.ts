/** Gradients with another ReLU, for guided backpropagation and deconvolution. */
import type * as tf from '@tensorflow/tfjs';
import type { Model } from '../models/model.ts';
import { check } from './error.ts';
import { gradientOfScores } from './gradient.ts';
import { asForward, isModel, likeInputs, rowsOf } from './inputs.ts';
import { formatTarget } from './target.ts';
import type { Inputs, Target } from './types.ts';

export function checkHasRelus(model: Model): void {
  check(
    isModel(model) && typeof model.withRelu === 'function',
    () =>
      `Given model must be an instance of torch.nn.Module to properly hook ReLU layers. Here that is a Model with \`withRelu\`, got ${typeof model}.`,
  );
}

/** The gradient of the scores with `relu` at every ReLU; the model itself is unchanged. */
export function gradientWithRelu<I extends Inputs>(
  model: Model,
  relu: (x: tf.Tensor) => tf.Tensor,
  inputs: I,
  target: Target | undefined,
): I {
  const forward = asForward(model.withRelu(relu));
  return likeInputs(inputs, (tuple) => gradientOfScores(forward, tuple, formatTarget(target, rowsOf(tuple))));
}
