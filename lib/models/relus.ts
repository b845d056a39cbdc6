/** The ReLUs that our own kernels support (lib/engine/network); with any other function, networks run layer by layer. */
import * as tf from '@tensorflow/tfjs';
import { DECONVOLUTION, GUIDED, ORDINARY, type ReluRule } from '../engine/network/index.ts';
import type { Relu } from './model.ts';

/** max(x, 0), with its own gradient: dy where x > 0. */
export const ordinaryRelu: Relu = (x) => tf.relu(x);

/** max(x, 0); backward passes dy only where x > 0 and dy > 0. */
export const guidedRelu: Relu = tf.customGrad((x, save) => {
  (save as tf.GradSaveFunc)([x as tf.Tensor]);
  return {
    value: (x as tf.Tensor).relu(),
    gradFunc: (dy, saved) => (dy as tf.Tensor).relu().mul((saved as tf.Tensor[])[0]!.step()),
  };
});

/** max(x, 0); backward passes dy where dy > 0, regardless of x. */
export const deconvolutionRelu: Relu = tf.customGrad((x) => ({
  value: (x as tf.Tensor).relu(),
  gradFunc: (dy) => (dy as tf.Tensor).relu(),
}));

const RULES = new Map<Relu, ReluRule>([
  [ordinaryRelu, ORDINARY],
  [guidedRelu, GUIDED],
  [deconvolutionRelu, DECONVOLUTION],
]);

export const ruleOf = (relu: Relu): ReluRule | undefined => RULES.get(relu);
