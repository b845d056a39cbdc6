import * as tf from '@tensorflow/tfjs';

export class CrossEntropy {
  /**
   * Scores to probabilities, for each row.
   *
   * @param scores [N,C]
   * @returns [N,C], each row adds up to 1
   */
  softmax(scores: tf.Tensor2D): tf.Tensor2D {
    return tf.softmax(scores);
  }

  /**
   * The mean over the batch of −log of the probability of the right class.
   *
   * @param scores [N,C]
   * @param y [N], int32
   * @returns a scalar
   */
  forward(scores: tf.Tensor2D, y: tf.Tensor1D): tf.Scalar {
    const right = tf.oneHot(y, scores.shape[1]).mul(this.softmax(scores)).sum(1);
    return right.log().mean().neg() as tf.Scalar;
  }
}
