import * as tf from '@tensorflow/tfjs';
import type { Relu } from '#lib/models/model.ts';
import { subjects } from '../checks/subjects.ts';
import { variantsOf } from './misconception.ts';

/** The backward pass for an input x and a signal dy. */
type Backward = (x: tf.Tensor, dy: tf.Tensor) => tf.Tensor;

/** max(x, 0), or `value`, with a custom backward pass. */
export const reluWith =
  (backward: Backward, value: (x: tf.Tensor) => tf.Tensor = (x) => tf.relu(x)): Relu =>
  (x) =>
    tf.customGrad((x, save) => {
      (save as tf.GradSaveFunc)([x as tf.Tensor]);
      return { value: value(x as tf.Tensor), gradFunc: (dy: tf.Tensor, [x]: tf.Tensor[]) => backward(x!, dy) };
    })(x);

export const guidedReluVariant = variantsOf<Relu>(subjects.guidedRelu, 'guidedRelu', (guidedRelu) => ({ guidedRelu }));

export const guidedReluMisconceptions = [
  guidedReluVariant(
    'vanilla',
    'the usual gradient of a ReLU',
    'This is the gradient of an ordinary ReLU. Which two signals must both be positive?',
    reluWith((x, dy) => dy.mul(tf.step(x))),
  ),
  guidedReluVariant(
    'deconv',
    'only dy has to be positive (a deconvnet)',
    'You forgot the mask of the forward pass: the signal passes only where x was positive too.',
    reluWith((_, dy) => tf.relu(dy)),
  ),
  guidedReluVariant(
    'absdy',
    '|dy| where x is positive',
    'Negative signals are blocked, not flipped: no absolute value.',
    reluWith((x, dy) => dy.abs().mul(tf.step(x))),
  ),
  guidedReluVariant(
    'forwardX',
    'the mask is applied to x instead of dy',
    'The backward pass returns a gradient: let dy through the mask, not x.',
    reluWith((x, dy) => tf.relu(x).mul(tf.step(dy))),
  ),
  guidedReluVariant(
    'product',
    'dy times x where both are positive',
    'Where both are positive the signal dy passes as it is: do not multiply it by x.',
    reluWith((x, dy) => tf.relu(dy).mul(tf.relu(x))),
  ),
  guidedReluVariant(
    'mask',
    'the mask itself instead of dy behind it',
    'You return the mask of zeros and ones: multiply dy by it.',
    reluWith((x, dy) => tf.step(dy).mul(tf.step(x))),
  ),
  guidedReluVariant(
    'zero',
    'x ≥ 0 instead of x > 0',
    'Where x is exactly 0 nothing passes: the condition is x > 0, not x ≥ 0.',
    reluWith((x, dy) => tf.relu(dy).mul(x.greaterEqual(0).cast('float32'))),
  ),
  guidedReluVariant(
    'identity',
    'the forward pass lets negative values through',
    'Forward it is an ordinary ReLU: max(x, 0). Yours returns x itself.',
    reluWith(
      (x, dy) => tf.relu(dy).mul(tf.step(x)),
      (x) => x.clone(),
    ),
  ),
  guidedReluVariant(
    'either',
    'one of the two signals is enough',
    'Both signals must be positive, x and dy; with "or" too much passes.',
    reluWith((x, dy) => dy.mul(tf.maximum(tf.step(x), tf.step(dy)))),
  ),
  guidedReluVariant(
    'six',
    'a ReLU that stops at 6',
    'Forward it is an ordinary ReLU: max(x, 0), with no upper limit. Yours stops at 6, as `relu6` does.',
    reluWith(
      (x, dy) => tf.relu(dy).mul(tf.step(x)),
      (x) => x.clipByValue(0, 6),
    ),
  ),
];
