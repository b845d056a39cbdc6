import * as tf from '@tensorflow/tfjs';
import type { Relu } from '#lib/models/model.ts';
import { subjects } from '../checks/subjects.ts';
import { solutionsOf } from './accepted.ts';

const solution = solutionsOf<Relu>(subjects.guidedRelu, 'guidedRelu', (guidedRelu) => ({ guidedRelu }));

/** A custom gradient that saves x. */
const saving =
  (value: (x: tf.Tensor) => tf.Tensor, backward: (x: tf.Tensor, dy: tf.Tensor) => tf.Tensor): Relu =>
  (x) =>
    tf.customGrad((x, save) => {
      (save as tf.GradSaveFunc)([x as tf.Tensor]);
      return { value: value(x as tf.Tensor), gradFunc: (dy: tf.Tensor, [x]: tf.Tensor[]) => backward(x!, dy) };
    })(x);

export const acceptedGuidedRelus = [
  solution(
    'where',
    'tf.where',
    saving(tf.relu, (x, dy) => tf.where(x.greater(0).logicalAnd(dy.greater(0)), dy, tf.zerosLike(dy))),
  ),
  solution(
    'masks',
    'products of masks',
    saving(
      (x) => tf.maximum(x, 0),
      (x, dy) => dy.mul(x.greater(0).cast('float32')).mul(dy.greater(0).toFloat()),
    ),
  ),
  solution(
    'plainThenRelu',
    'the ordinary gradient, then a ReLU',
    saving(
      (x) => x.mul(tf.step(x)),
      (x, dy) => dy.mul(tf.step(x)).relu(),
    ),
  ),
  solution('closure', 'the mask in the closure, nothing saved', (x) =>
    tf.customGrad((x) => {
      const mask = tf.keep((x as tf.Tensor).greater(0));
      return {
        value: (x as tf.Tensor).relu(),
        gradFunc: (dy: tf.Tensor) => dy.clipByValue(0, Number.POSITIVE_INFINITY).mul(mask.cast('float32')),
      };
    })(x),
  ),
  solution('fromValue', 'the mask from the value', (x) =>
    tf.customGrad((x, save) => {
      const value = tf.relu(x as tf.Tensor);
      (save as tf.GradSaveFunc)([value]);
      return { value, gradFunc: (dy: tf.Tensor, [value]: tf.Tensor[]) => tf.relu(dy).mul(value!.sign()) };
    })(x),
  ),
];
