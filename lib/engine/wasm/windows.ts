import type * as tf from '@tensorflow/tfjs';

/** Sizes, strides and padding of a convolution or pool, as TensorFlow.js computes them. */
export type Conv2DInfo = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/**
 * Visits the part of every window's rows inside the image, in row-major order. A row's pixels are adjacent in both image and
 * window, so they form one run.
 *
 * @param visit called with the window's number (its output pixel), the run's first position in the window, its first pixel in
 * the image, and its length in pixels
 */
export function forEachWindowRow(
  info: Conv2DInfo,
  visit: (window: number, spot: number, pixel: number, length: number) => void,
): void {
  const { outHeight, outWidth, inHeight, inWidth, strideHeight, strideWidth, filterHeight, filterWidth } = info;
  for (let oy = 0; oy < outHeight; oy++) {
    const top = oy * strideHeight - info.padInfo.top;
    for (let ox = 0; ox < outWidth; ox++) {
      const left = ox * strideWidth - info.padInfo.left;
      const from = Math.max(0, -left);
      const length = Math.min(filterWidth, inWidth - left) - from;
      for (let ky = Math.max(0, -top); ky < filterHeight && top + ky < inHeight; ky++) {
        visit(oy * outWidth + ox, ky * filterWidth + from, (top + ky) * inWidth + left + from, length);
      }
    }
  }
}
