import type * as tf from '@tensorflow/tfjs';
import { runKernel } from '../registry.ts';

/** TensorFlow.js's own drops `dimRoundingMode`, so the gradient of a 'ceil' pool uses the wrong windows. */
export const MAX_POOL_GRADIENT: tf.GradConfig = {
  kernelName: 'MaxPool',
  inputsToSave: ['x'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [input, output] = saved as [tf.Tensor, tf.Tensor];
    return { x: () => runKernel('MaxPoolGrad', { dy: dy as tf.Tensor, input, output }, attrs) };
  },
};
