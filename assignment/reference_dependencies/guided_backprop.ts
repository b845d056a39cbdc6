import * as tf from '@tensorflow/tfjs';
import type { Dependencies } from '../checks/dependencies.ts';
import { guidedRelu } from './guided_relu.ts';

export const guidedBackprop: Dependencies['guidedBackprop'] = (X, y, model) => {
  const guided = model.withRelu(guidedRelu);
  const chosen = tf.oneHot(y, model.numClasses).cast('float32') as tf.Tensor2D;
  return tf.grad((X: tf.Tensor) => tf.sum(tf.mul(guided.scores(X as tf.Tensor4D), chosen)))(X) as tf.Tensor4D;
};
