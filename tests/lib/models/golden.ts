/** The weights and inputs whose results PyTorch computed for golden.json. Change nothing here without computing them again. */

import { type VggVariant, vggShapes } from '../../../lib/models/vgg.ts';
import { Random } from '../../../lib/random.ts';
import type { ArrayData } from '../../../lib/tensor/array.ts';
import { normalArray } from '../../../lib/tensor/array.ts';

/** He-initialised; the classifier's hidden layers are 8 wide, which leaves out 100 million weights and no operation. */
export function seededVggArrays(variant: VggVariant, numClasses: number): Record<string, ArrayData> {
  const random = new Random(`golden ${variant}`);
  const arrays = Object.entries(vggShapes(variant, numClasses, 8)).map(([name, shape]): [string, ArrayData] => {
    if (shape.length === 1) return [name, normalArray(random, shape, 0.1, 0.1)];
    const fanIn = shape.slice(1).reduce((product, n) => product * n, 1);
    return [name, normalArray(random, shape, 0, Math.sqrt(2 / fanIn))];
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
