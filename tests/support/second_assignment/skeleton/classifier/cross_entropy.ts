import type * as tf from '@tensorflow/tfjs';
import { NotImplementedError } from '#lib/errors.ts';

export class CrossEntropy {
  /**
   * Scores to probabilities, for each row.
   *
   * @param scores [N,C]
   * @returns [N,C], each row adds up to 1
   */
  softmax(scores: tf.Tensor2D): tf.Tensor2D {
    throw new NotImplementedError(
      'classifier/cross_entropy.ts',
      'CrossEntropy.softmax',
      'Divide the powers by their sum.',
    );
  }

  /**
   * The mean over the batch of −log of the probability of the right class.
   *
   * @param scores [N,C]
   * @param y [N], int32
   * @returns a scalar
   */
  forward(scores: tf.Tensor2D, y: tf.Tensor1D): tf.Scalar {
    throw new NotImplementedError('classifier/cross_entropy.ts', 'CrossEntropy.forward', 'Call `this.softmax`.');
  }
}
