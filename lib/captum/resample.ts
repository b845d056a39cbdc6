/**
 * Resampling along one axis as a matrix [out, in], with PyTorch's conventions (F.interpolate with `align_corners` unset and
 * no antialiasing). All its modes are separable, so an image is resampled by one matrix for each axis.
 */

export type Kernel = 'nearest' | 'linear' | 'cubic' | 'area';

export function resamplingMatrix(kernel: Kernel, inSize: number, outSize: number): Float32Array {
  const matrix = new Float32Array(outSize * inSize);
  for (let out = 0; out < outSize; out++) {
    for (const [position, weight] of taps(kernel, out, inSize, outSize)) {
      // Beyond the border the edge value is repeated.
      const column = Math.min(Math.max(position, 0), inSize - 1);
      matrix[out * inSize + column]! += weight;
    }
  }
  return matrix;
}

/** The input positions that make up one output, with their weights. */
function taps(kernel: Kernel, out: number, inSize: number, outSize: number): [number, number][] {
  switch (kernel) {
    case 'nearest': {
      // In single precision, as PyTorch computes it: floor(i·in/out) falls on the other side of an integer for a few sizes.
      const scale = Math.fround(inSize / outSize);
      return [[Math.floor(Math.fround(out * scale)), 1]];
    }
    case 'area': {
      const start = Math.floor((out * inSize) / outSize);
      const end = Math.ceil(((out + 1) * inSize) / outSize);
      return Array.from({ length: end - start }, (_, i) => [start + i, 1 / (end - start)]);
    }
    case 'linear': {
      const center = Math.max(0, halfPixelCenter(out, inSize, outSize));
      const left = Math.floor(center);
      return [
        [left, 1 - (center - left)],
        [left + 1, center - left],
      ];
    }
    case 'cubic': {
      const center = halfPixelCenter(out, inSize, outSize);
      const left = Math.floor(center);
      return [-1, 0, 1, 2].map((offset) => [left + offset, cubicWeight(Math.abs(center - left - offset))]);
    }
  }
}

function halfPixelCenter(out: number, inSize: number, outSize: number): number {
  return ((out + 0.5) * inSize) / outSize - 0.5;
}

/** Keys, Cubic Convolution Interpolation, 1981, with PyTorch's a = −0.75. */
function cubicWeight(distance: number): number {
  const a = -0.75;
  const d = distance;
  return d <= 1 ? ((a + 2) * d - (a + 3)) * d * d + 1 : ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
}
