/** Adam (Kingma & Ba 2015) with PyTorch's defaults and a learning rate that can be set between steps. */
import * as tf from '@tensorflow/tfjs';

/**
 * TensorFlow.js keeps an optimizer's learning rate protected; here it can be read and set without losing the moments.
 *
 * @example const optimizer = new Adam(3.0); const loss = optimizer.minimize(() => img.square().sum(), true, [img]); // one step
 * on img; the loss before it optimizer.learningRate = 0.1;
 */
export class Adam extends tf.AdamOptimizer {
  declare learningRate: number;

  constructor(learningRate: number, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8) {
    super(learningRate, beta1, beta2, epsilon);
  }
}
