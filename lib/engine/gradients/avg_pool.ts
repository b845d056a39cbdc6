import * as tf from '@tensorflow/tfjs';
import { runKernel } from '../registry.ts';

/**
 * The gradient of avgPool. The value divides by the window's pixels inside the image; the gradient kernels of WASM and pure
 * JavaScript divide by the whole window, which makes it too small along the border of a 'same' pool.
 */
export const AVG_POOL_GRADIENT: tf.GradConfig = {
  kernelName: 'AvgPool',
  inputsToSave: ['x'],
  gradFunc: (dys, saved, attrs) => {
    const dy = dys as tf.Tensor;
    const input = saved[0]!;
    return {
      x: () => {
        const exact = tf.getBackend() === 'tensorflow';
        return runKernel('AvgPoolGrad', { dy: exact ? dy : tf.mul(dy, wholeOverInside(input, attrs)), input }, attrs);
      },
    };
  },
};

/** [1,h,w,1]: the size of a window divided by its pixels inside the image. */
function wholeOverInside(input: tf.Tensor, attrs: tf.NamedAttrMap): tf.Tensor {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as tf.AvgPoolAttrs;
  const shape = input.shape as [number, number, number, number];
  const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const rows = insideOf(info.outHeight, info.strideHeight, info.padInfo.top, info.filterHeight, info.inHeight);
  const columns = insideOf(info.outWidth, info.strideWidth, info.padInfo.left, info.filterWidth, info.inWidth);
  const whole = info.filterHeight * info.filterWidth;
  const ratios = rows.flatMap((row) => columns.map((column) => whole / (row * column)));
  return tf.tensor4d(ratios, [1, rows.length, columns.length, 1]);
}

/** For each window along one axis, the number of its pixels inside the image. */
function insideOf(windows: number, stride: number, before: number, size: number, length: number): number[] {
  return Array.from({ length: windows }, (_, i) => {
    const start = i * stride - before;
    return Math.min(length, start + size) - Math.max(0, start);
  });
}
