import * as tf from '@tensorflow/tfjs';
import { check } from './error.ts';
import { type Kernel, resamplingMatrix } from './resample.ts';

export type InterpolateMode = 'nearest' | 'linear' | 'bilinear' | 'bicubic' | 'trilinear' | 'area';

/** The kernel of each mode, and the tensor rank it takes (3, 4 or 5 if none is given). */
const MODES: Record<InterpolateMode, { readonly kernel: Kernel; readonly rank?: number }> = {
  nearest: { kernel: 'nearest' },
  area: { kernel: 'area' },
  linear: { kernel: 'linear', rank: 3 },
  bilinear: { kernel: 'linear', rank: 4 },
  bicubic: { kernel: 'cubic', rank: 4 },
  trilinear: { kernel: 'linear', rank: 5 },
};

/**
 * Enlarges a layer's attribution to the size of the input.
 *
 * As in Captum, that is, PyTorch's `F.interpolate` with `align_corners` unset: nearest takes position floor(i·in/out), the
 * linear ones and bicubic (a = −0.75) have half-pixel centers and no antialiasing, area is the adaptive average.
 * Differentiable.
 *
 * ```ts
 * const large = LayerAttribution.interpolate(map, [224, 224], 'bilinear'); // [N,h,w,c] → [N,224,224,c]
 * ```
 */
export const LayerAttribution = {
  /**
   * @param layerAttribution channels last: [N,h,w,c], or with 'nearest', 'linear', 'area' [N,l,c], or with 'nearest', 'trilinear',
   *   'area' [N,d,h,w,c]
   * @param dims the new size of the spatial axes; a number for all of them
   * @param mode default 'nearest'
   * @returns the resampled tensor, which the caller disposes
   */
  interpolate<T extends tf.Tensor>(
    layerAttribution: T,
    dims: number | readonly number[],
    mode: InterpolateMode = 'nearest',
  ): T {
    const { rank } = layerAttribution;
    check(
      rank >= 3 && rank <= 5 && Object.hasOwn(MODES, mode),
      `Input Error: Only 3D, 4D and 5D input Tensors supported (got ${rank}D) for the modes: ${Object.keys(MODES).join(' | ')} (got ${mode})`,
    );
    const { kernel, rank: ownRank = rank } = MODES[mode];
    check(rank === ownRank, `Got ${rank}D input, but ${mode} mode needs ${ownRank}D input`);
    const sizes = typeof dims === 'number' ? new Array<number>(rank - 2).fill(dims) : dims;
    check(
      sizes.length === rank - 2 && sizes.every((size) => Number.isInteger(size) && size > 0),
      `Input and output must have the same number of spatial dimensions, but got input with spatial dimensions of [${layerAttribution.shape.slice(1, -1)}] and output size of [${sizes}].`,
    );
    return tf.tidy(
      () =>
        sizes.reduce<tf.Tensor>((x, size, i) => resampleAxis(x, i + 1, size, kernel), layerAttribution.clone()) as T,
    );
  },
};

function resampleAxis(x: tf.Tensor, axis: number, outSize: number, kernel: Kernel): tf.Tensor {
  const inSize = x.shape[axis]!;
  const matrix = tf.tensor2d(resamplingMatrix(kernel, inSize, outSize), [outSize, inSize]);
  const before = x.shape.slice(0, axis);
  const after = x.shape.slice(axis + 1);
  const batch = before.reduce((product, n) => product * n, 1);
  const columns = x.reshape([batch, inSize, -1]);
  const weights = matrix.expandDims(0).tile([batch, 1, 1]);
  return tf.matMul(weights, columns).reshape([...before, outSize, ...after]);
}
