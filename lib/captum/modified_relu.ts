/** ReLUs with another gradient, for guided backpropagation and deconvolution. */
import * as tf from '@tensorflow/tfjs';
import type { Model } from '../models/model.ts';
import { check } from './error.ts';
import { gradientOfScores } from './gradient.ts';
import { asForward, isModel, likeInputs, rowsOf } from './inputs.ts';
import { formatTarget } from './target.ts';
import type { Inputs, Target } from './types.ts';

/** max(x, 0); backward passes dy only where x > 0 and dy > 0. */
export const guidedRelu = tf.customGrad((x, save) => {
  (save as tf.GradSaveFunc)([x as tf.Tensor]);
  return {
    value: (x as tf.Tensor).relu(),
    gradFunc: (dy, saved) => (dy as tf.Tensor).relu().mul((saved as tf.Tensor[])[0]!.step()),
  };
});

/** max(x, 0); backward passes dy where dy > 0, whatever x was. */
export const deconvolutionRelu = tf.customGrad((x) => ({
  value: (x as tf.Tensor).relu(),
  gradFunc: (dy) => (dy as tf.Tensor).relu(),
}));

export function checkHasRelus(model: Model): void {
  check(
    isModel(model) && typeof model.withRelu === 'function',
    () =>
      `Given model must be an instance of torch.nn.Module to properly hook ReLU layers. Here that is a Model with \`withRelu\`, got ${typeof model}.`,
  );
}

/** The gradient of the scores with `relu` at every ReLU; the model itself stays as it is. */
export function gradientWithRelu<I extends Inputs>(
  model: Model,
  relu: (x: tf.Tensor) => tf.Tensor,
  inputs: I,
  target: Target | undefined,
): I {
  const forward = asForward(model.withRelu(relu));
  return likeInputs(inputs, (tuple) => gradientOfScores(forward, tuple, formatTarget(target, rowsOf(tuple))));
}
