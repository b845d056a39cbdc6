/**
 * Gradients of resizes against PyTorch 2's `F.interpolate` in float64: `align_corners` of bilinear, and nearest and nearest-exact.
 * PyTorch has no bilinear resize with corners at zero, and no nearest one with aligned corners; those are compared with slopes
 * (ops.test.ts).
 */
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { initEngine } from '../../../lib/engine/index.ts';

const SHAPE: [number, number, number, number] = [2, 3, 4, 2];

/** Operation, aligned corners, half-pixel centers, size → PyTorch's gradient at the images, of Σ dy·resized. */
// biome-ignore format: a table
const PYTORCH: ['resizeBilinear' | 'resizeNearestNeighbor', boolean, boolean, [number, number], number[]][] = [
  ['resizeBilinear', true, false, [6, 7], [-3.5, 6.6, 1.6, -2.9, -4.3, 3.3, 1.2, -5.2, 5.2, 1.8, -5, 0, 4, 2.4, -5.4, -2.2, 5.8, -3.9, -3.6, 2.9, 4.8, -5.2, -3.8, 7.4, 1.2, -7.4, -1.3, 5.2, 1.6, -2.9, -2.9, 3.9, -5.4, 2.2, 5.8, -2.4, -5, 0, 8.2, -1.8, -9.3, 5.2, 4.5, -3.3, -3.6, 2.9, 4.2, -6.6]],
  ['resizeBilinear', true, false, [2, 3], [-5, 2, -1, 2.5, -1, 2.5, 1, -3, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, -2, 1.5, -2, 1.5, -1, -5, 2, -2, 2.5, 0.5, 2.5, 0.5, -3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, -4, 1.5, -0.5, 1.5, -0.5, -5, 2]],
  ['resizeBilinear', true, false, [5, 3], [-3, 2, -2, 3.25, -2, 3.25, 0.5, -5.5, 4, -4, 2.25, 1, 2.25, 1, -6, 2.5, -2, 3, 1.25, -1.75, 1.25, -1.75, 1.5, 1, -1.5, 3.5, -1.25, -1.5, -1.25, -1.5, 2, -4, 6, -2, -2.25, 2, -2.25, 2, -4, 4.5, -0.5, -6.5, 2, -1, 2, -1, 3, 2.5]],
  ['resizeBilinear', false, true, [6, 7], [-3.571429, 7.857143, 2.196429, -4.232143, -3.821429, 3.696429, 0.196429, -5.071429, 2.767857, 2.214286, -3.517857, -0.714286, 4.803571, 0.928571, -5.053571, -1.678571, 6.946429, -3.428571, -4.321429, 2.803571, 4.589286, -5.767857, -4.214286, 8.392857, 1.785714, -8.392857, -1.160714, 5.767857, 0.482143, -2.803571, -2.107143, 3.428571, -3.857143, 1.678571, 3.732143, -0.928571, -4.839286, 0.714286, 7.964286, -2.214286, -10.285714, 5.071429, 5.285714, -3.696429, -3.285714, 4.232143, 4.285714, -7.857143]],
  ['resizeBilinear', false, true, [2, 3], [-3.125, 1.25, -1.375, 2.125, -0.625, 1.5, 0.625, -1.875, -0.208333, 0.416667, -0.791667, 1.083333, -0.75, 0.666667, 0, -1.666667, 2.5, 0, -1, 1.125, -1.625, 0.5, -0.625, -3.125, 1.25, -1.25, 2.125, 0.125, 1.5, 0.875, -1.875, 2.5, 0.416667, -1.25, 1.083333, -0.25, 0.666667, 0.25, -1.666667, 1.25, 0, -2.5, 1.125, -0.875, 0.5, -0.125, -3.125, 1.25]],
  ['resizeBilinear', false, true, [5, 3], [-2.166667, 1.666667, -2.633333, 3.733333, -2.133333, 2.4, 0.333333, -5, 3, -3, 2.9, 0.3, 1.4, 1.366667, -4.5, 2.333333, -1.666667, 2.166667, 1.066667, -1.366667, 1.566667, -1.6, 0.833333, 1, -0.833333, 3, -1.566667, -0.7, -1.066667, -2.033333, 1.666667, -3.666667, 4.5, -1.5, -1.4, 1.5, -2.9, 2.566667, -3, 3.833333, -0.333333, -5.666667, 2.133333, -2.133333, 2.633333, -0.533333, 2.166667, 2.333333]],
  ['resizeNearestNeighbor', false, false, [6, 7], [-5, 12, 8, -8, -12, 5, 3, -5, -2, 4, 0, -5, 2, 8, -1, -9, 12, -4, -8, -2, 5, 0, -5, 9, 4, -12, -5, 12, 8, -8, -9, 5, -4, 2, -2, 4, 0, -5, 9, 1, -12, 5, 12, -4, -8, -2, 5, -3]],
  ['resizeNearestNeighbor', false, false, [2, 3], [-5, 2, -2, 5, 1, -3, 0, 0, 4, 0, -4, 3, -1, -5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, -2, 5, 1, -3, 4, 0, 0, 0, -4, 3, -1, -5, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['resizeNearestNeighbor', false, false, [5, 3], [-1, 2, -6, 8, 0, -8, 0, 0, 2, -6, 8, 0, -8, 6, 0, 0, -2, 5, 1, -3, 4, 0, 0, 0, 1, 4, -4, -1, 2, -6, 0, 0, 4, -4, -1, 2, -6, 8, 0, 0, -1, -5, 2, -2, 5, 1, 0, 0]],
  ['resizeNearestNeighbor', false, true, [6, 7], [-5, 12, 1, -7, -2, 4, 0, -5, -2, 4, -3, 0, 12, -4, -8, -2, 12, -4, -7, 7, 4, -12, -5, 12, 4, -12, 0, 3, -4, 2, -2, 4, -4, 2, 7, -1, -12, 5, 12, -4, -12, 5, 3, -5, 2, 8, 4, -12]],
  ['resizeNearestNeighbor', false, true, [2, 3], [-5, 2, 0, 0, -2, 5, 1, -3, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, -4, 3, -1, -5, 2, -2, 0, 0, 5, 1, -3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, -4, 0, 0, 3, -1, -5, 2]],
  ['resizeNearestNeighbor', false, true, [5, 3], [-1, 2, 0, 0, -6, 8, 0, -8, 2, -2, 0, 0, 5, 1, -3, 4, -2, 1, 0, 0, 4, -4, -1, 2, 1, 4, 0, 0, -4, -1, 2, -6, 3, -1, 0, 0, -5, 2, -2, 5, 0, -8, 0, 0, 6, -2, 1, 4]],
];

describe.each(['wasm', 'cpu'] as const)('on %s', (engine) => {
  test.each(PYTORCH)(
    '%s, corners aligned: %s, half-pixel centers: %s, to %j',
    async (name, corners, half, size, expected) => {
      await initEngine({ engine, quiet: true });
      const [N, , , C] = SHAPE;
      const length = N * size[0] * size[1] * C;
      const dy = tf.tensor4d(
        Array.from({ length }, (_, k) => ((k * 7) % 11) - 5),
        [N, ...size, C],
      );
      const resized = (x: tf.Tensor) =>
        tf.image[name](x as tf.Tensor4D, size, corners, half)
          .mul(dy)
          .sum();
      const gradient = await tf.grad(resized)(tf.zeros(SHAPE)).data();
      expect(gradient).toHaveLength(expected.length);
      for (const [i, value] of gradient.entries())
        expect(Math.abs(value - expected[i]!), `entry ${i}`).toBeLessThan(2e-5);
    },
  );
});
