/** The reference dependencies of this assignment, as its checks use them. */
import type * as tf from '@tensorflow/tfjs';
import type { Model, Relu } from '#lib/models/model.ts';
import type { Losses } from '#lib/style_transfer.ts';
import type { CheckContext } from '../../harness/check.ts';

export interface Dependencies {
  readonly gramMatrix: Losses['styleLoss']['gramMatrix'];
  readonly guidedRelu: Relu;
  guidedBackprop(X: tf.Tensor4D, y: tf.Tensor1D, model: Model): tf.Tensor4D;
  gradCam(X: tf.Tensor4D, y: tf.Tensor1D, model: Model): tf.Tensor3D;
}

/** Those that a check's function builds on; undefined when the student's own are used. */
export const dependenciesIn = ({ dependencies }: CheckContext): Dependencies | undefined =>
  dependencies as Dependencies | undefined;
