import type * as tf from '@tensorflow/tfjs';

/** Kernel → the operation: TensorFlow.js 4.22 gets these gradients silently wrong on one engine or all. */
const WRONG = { AvgPool3D: 'avgPool3d', Conv3D: 'conv3d', Dilation2D: 'dilation2d' };

/** Refuses gradients that would be silently wrong. */
export const REFUSED_GRADIENTS: tf.GradConfig[] = Object.entries(WRONG).map(([kernelName, operation]) => ({
  kernelName,
  gradFunc: () => {
    throw new Error(
      `The gradient of tf.${operation} is wrong in TensorFlow.js, so it is refused. Use other operations.`,
    );
  },
}));
