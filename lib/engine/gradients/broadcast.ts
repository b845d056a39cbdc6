import * as tf from '@tensorflow/tfjs';

/** Sums `gradient` over the axes along which `shape` was broadcast to it. */
function sumToShape(gradient: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, shape);
}

type Factor = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** The gradient config of an elementwise kernel whose derivatives are `byA` and `byB`. */
function elementwise(kernelName: string, byA: Factor, byB: Factor): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved) => {
      const [a, b] = saved as [tf.Tensor, tf.Tensor];
      return {
        a: () => sumToShape(tf.mul(dy as tf.Tensor, byA(a, b)), a.shape),
        b: () => sumToShape(tf.mul(dy as tf.Tensor, byB(a, b)), b.shape),
      };
    },
  };
}

const toFloat = (x: tf.Tensor) => tf.cast(x, 'float32');

const matMulGradient: tf.GradConfig = {
  kernelName: 'BatchMatMul',
  inputsToSave: ['a', 'b'],
  gradFunc: (dys, saved, attrs) => {
    const dy = dys as tf.Tensor;
    const [a, b] = saved as [tf.Tensor, tf.Tensor];
    const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
    // With y = op(a) op(b): d op(a) = dy op(b)ᵀ and d op(b) = op(a)ᵀ dy, transposed back if op transposes.
    const da = () => (transposeA ? tf.matMul(b, dy, transposeB, true) : tf.matMul(dy, b, false, !transposeB));
    const db = () => (transposeB ? tf.matMul(dy, a, true, transposeA) : tf.matMul(a, dy, !transposeA, false));
    return { a: () => sumToShape(da(), a.shape), b: () => sumToShape(db(), b.shape) };
  },
};

/**
 * Gradients of kernels that broadcast. TensorFlow.js's own forget to sum over the axes that were broadcast, and fail. Where the
 * two inputs of Maximum and Minimum are equal, the first gets the gradient, as in TensorFlow.js.
 */
export const BROADCAST_GRADIENTS: tf.GradConfig[] = [
  elementwise(
    'SquaredDifference',
    (a, b) => tf.mul(2, tf.sub(a, b)),
    (a, b) => tf.mul(2, tf.sub(b, a)),
  ),
  elementwise(
    'Maximum',
    (a, b) => toFloat(tf.greaterEqual(a, b)),
    (a, b) => toFloat(tf.less(a, b)),
  ),
  elementwise(
    'Minimum',
    (a, b) => toFloat(tf.lessEqual(a, b)),
    (a, b) => toFloat(tf.greater(a, b)),
  ),
  matMulGradient,
];
