import * as tf from '@tensorflow/tfjs';

/**
 * Kernels whose output is a step: their gradient is zero, but TensorFlow.js registers only GreaterEqual's, and gives FloorDiv
 * the gradient of a division.
 */
const BINARY = [
  'Greater',
  'Less',
  'LessEqual',
  'Equal',
  'NotEqual',
  'LogicalAnd',
  'LogicalOr',
  'LogicalXor',
  'FloorDiv',
];

const zeros = (x: tf.Tensor) => () => tf.zeros(x.shape);

/**
 * Zero gradients of comparisons and logic, so that `tf.where(x.greater(0), x, other)` and `x.mul(x.greater(0).toFloat())` can
 * be differentiated: the tape goes through the condition, although no gradient flows there.
 */
export const COMPARISON_GRADIENTS: tf.GradConfig[] = [
  ...BINARY.map((kernelName) => ({
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (_dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]) => ({ a: zeros(saved[0]!), b: zeros(saved[1]!) }),
  })),
  {
    kernelName: 'LogicalNot',
    inputsToSave: ['x'],
    gradFunc: (_dy, saved) => ({ x: zeros(saved[0]!) }),
  },
];
