import * as tf from '@tensorflow/tfjs';
import { runKernel } from '../registry.ts';

/**
 * TensorFlow.js's own gradients ignore `halfPixelCenters`, and its gradient kernels mix up height and width, and images of a
 * batch. A resize is a matrix product along each axis, so its gradient uses the transposes. The matrices are found by resizing
 * the identity with the kernel in use, so value and gradient agree on every engine, however it rounds.
 */
function resizeGradient(kernelName: 'ResizeBilinear' | 'ResizeNearestNeighbor'): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: ['images'],
    gradFunc: (dy, [images], attrs) => ({
      images: () => {
        const { alignCorners, halfPixelCenters } = attrs as { alignCorners?: boolean; halfPixelCenters?: boolean };
        const resize = (x: tf.Tensor, size: [number, number]) =>
          runKernel(kernelName, { images: x }, { alignCorners, halfPixelCenters, size });
        const [N, H, W, C] = images!.shape as [number, number, number, number];
        const [, h, w] = (dy as tf.Tensor4D).shape;
        const rows = resize(tf.eye(H).reshape([1, H, 1, H]), [h, 1]).reshape([h, H]) as tf.Tensor2D;
        const columns = resize(tf.eye(W).reshape([1, 1, W, W]), [1, w]).reshape([w, W]) as tf.Tensor2D;
        // [N,h,w,C] → [N,w,C,h] → [N,w,C,H] → [N,H,C,w] → [N,H,C,W] → [N,H,W,C]
        const byColumn = tf.transpose(dy as tf.Tensor4D, [0, 2, 3, 1]).reshape<tf.Tensor2D>([N * w * C, h]);
        const tall = tf.matMul(byColumn, rows).reshape([N, w, C, H]);
        const byRow = tf.transpose(tall, [0, 3, 2, 1]).reshape<tf.Tensor2D>([N * H * C, w]);
        return tf.transpose(tf.matMul(byRow, columns).reshape([N, H, C, W]), [0, 1, 3, 2]);
      },
    }),
  };
}

export const RESIZE_GRADIENTS: tf.GradConfig[] = [
  resizeGradient('ResizeBilinear'),
  resizeGradient('ResizeNearestNeighbor'),
];
