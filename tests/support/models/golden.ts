/** The weights and inputs whose results PyTorch computed for golden.json. Change nothing here without computing them again. */

import { type VggVariant, vggShapes } from '../../../lib/models/vgg.ts';
import { Random } from '../../../lib/random.ts';
import type { ArrayData } from '../../../lib/tensor/array.ts';
import { normalArray, sizeOf } from '../../../lib/tensor/array.ts';

/**
 * Scaled after He et al., from a pool of normal values in a fixed order (15 million fresh ones would take seconds). The classifier's
 * hidden layers are 8 wide, which leaves out 100 million weights and no operation.
 */
export function seededVggArrays(variant: VggVariant, numClasses: number): Record<string, ArrayData> {
  const pool = normalArray(new Random(`golden ${variant}`), [8191]).data;
  let drawn = 0;
  const arrays = Object.entries(vggShapes(variant, numClasses, 8)).map(([name, shape]): [string, ArrayData] => {
    const data = new Float32Array(sizeOf(shape));
    const scale = shape.length === 1 ? 0.1 : Math.sqrt(2 / (data.length / (shape[0] as number)));
    // 8191 is prime, so that steps of 4093 visit the whole pool before they repeat.
    for (let i = 0; i < data.length; i++, drawn++) data[i] = scale * (pool[(drawn * 4093) % 8191] as number);
    return [name, { dtype: 'float32', shape, data }];
  });
  return Object.fromEntries(arrays);
}

export function goldenInput(name: string, shape: readonly number[]): ArrayData {
  return normalArray(new Random(`golden input ${name}`), shape);
}

/** Sizes for which the pools' ceil mode rounds up, and not, and once per axis. */
export const SQUEEZENET_CASES = { even: [2, 64, 49, 3], smallest: [1, 17, 18, 3], odd: [1, 47, 63, 3] } as const;
export const VGG_CASE = [2, 33, 70, 3] as const;
export const NUM_CLASSES = 10;
