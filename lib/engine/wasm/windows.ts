import type * as tf from '@tensorflow/tfjs';

/** Sizes, strides and padding of a convolution or pool, as TensorFlow.js computes them. */
export type Conv2DInfo = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/**
 * Visits every pixel of the input that lies under a window (padding is left out), window by window, both in row-major order.
 *
 * @param visit called with the window's number (its output pixel), the spot in the window, and the input pixel
 */
export function forEachWindowSpot(
  info: Conv2DInfo,
  visit: (window: number, spot: number, pixel: number) => void,
): void {
  const { outHeight, outWidth, inHeight, inWidth, strideHeight, strideWidth, filterHeight, filterWidth } = info;
  for (let oy = 0; oy < outHeight; oy++) {
    const top = oy * strideHeight - info.padInfo.top;
    for (let ox = 0; ox < outWidth; ox++) {
      const left = ox * strideWidth - info.padInfo.left;
      for (let ky = Math.max(0, -top); ky < filterHeight && top + ky < inHeight; ky++) {
        for (let kx = Math.max(0, -left); kx < filterWidth && left + kx < inWidth; kx++) {
          visit(oy * outWidth + ox, ky * filterWidth + kx, (top + ky) * inWidth + left + kx);
        }
      }
    }
  }
}
