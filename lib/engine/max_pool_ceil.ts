import * as tf from '@tensorflow/tfjs';

/**
 * Max pooling in ceil mode, as PyTorch's `max_pool2d(x, size, stride, padding=0, ceil_mode=True)`, in value and gradient.
 *
 * `tf.maxPool` with `dimRoundingMode: 'ceil'` has the right value but a silently wrong gradient, and 'same' pads other sides.
 * So the image is padded explicitly at the bottom and right with a value that never wins, and pooled 'valid'.
 *
 * @param x [N,H,W,C], float32
 * @param size side of the square window, in pixels
 * @param stride stride, in pixels
 * @returns [N, ceil((H-size)/stride)+1, ceil((W-size)/stride)+1, C] (one less if the last window would start outside)
 */
export function maxPoolCeil(x: tf.Tensor4D, size: number, stride: number): tf.Tensor4D {
  return tf.tidy(() => {
    const [, height, width] = x.shape;
    const bottom = padAfter(height, size, stride);
    const right = padAfter(width, size, stride);
    const lowest = -3.4028234663852886e38; // the most negative float32: finite, so that 0 · it stays 0 in a gradient
    const padded =
      bottom + right === 0
        ? x
        : tf.pad4d(
            x,
            [
              [0, 0],
              [0, bottom],
              [0, right],
              [0, 0],
            ],
            lowest,
          );
    return tf.maxPool(padded, size, stride, 'valid');
  });
}

/** Rows (or columns) to add at the end so that 'valid' pooling sees every window of ceil mode. */
function padAfter(length: number, size: number, stride: number): number {
  let windows = Math.ceil(Math.max(length - size, 0) / stride) + 1;
  // A window must start inside the picture (PyTorch's rule).
  if ((windows - 1) * stride >= length) windows -= 1;
  return Math.max((windows - 1) * stride + size - length, 0);
}
