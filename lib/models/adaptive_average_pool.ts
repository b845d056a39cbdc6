import * as tf from '@tensorflow/tfjs';

/**
 * PyTorch's `AdaptiveAvgPool2d(size)`: output i is the mean of the rows from ⌊i·H/size⌋ to ⌈(i+1)·H/size⌉, columns likewise.
 * Computed as two matrix products, which have a gradient on every engine.
 * @param x [N,H,W,C]
 * @returns [N,size,size,C]
 */
export function adaptiveAveragePool(x: tf.Tensor4D, size: number): tf.Tensor4D {
  const [n, height, width, channels] = x.shape;
  if (height === size && width === size) return x;
  return tf.tidy(() => {
    const rows = tf.matMul(tiled(poolMatrix(height, size), n), tf.reshape(x, [n, height, width * channels]));
    const columns = tf.matMul(tiled(poolMatrix(width, size), n * size), tf.reshape(rows, [n * size, width, channels]));
    return tf.reshape(columns, [n, size, size, channels]) as tf.Tensor4D;
  });
}

/** [size,length]: row i averages the inputs of output i. */
function poolMatrix(length: number, size: number): tf.Tensor2D {
  const rows = Array.from({ length: size }, (_, i) => {
    const begin = Math.floor((i * length) / size);
    const end = Math.ceil(((i + 1) * length) / size);
    return Array.from({ length }, (_, j) => (j >= begin && j < end ? 1 / (end - begin) : 0));
  });
  return tf.tensor2d(rows, [size, length]);
}

function tiled(matrix: tf.Tensor2D, copies: number): tf.Tensor3D {
  return tf.tile(tf.expandDims(matrix, 0), [copies, 1, 1]) as tf.Tensor3D;
}
