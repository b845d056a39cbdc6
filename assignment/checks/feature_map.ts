/** Feature maps as real ones are: of very different magnitudes, with values beyond 6, tiny ones and exact zeros. */
import type { Random } from '#lib/random.ts';
import { type ArrayData, normalArray } from '#lib/tensor/array.ts';

/** Every so many-th value is 0, large or tiny. */
const [ZERO, LARGE, TINY] = [7, 11, 13];

/** Also negative values, as before a ReLU. */
export function featureMap(random: Random, shape: readonly number[]): ArrayData {
  const array = normalArray(random, shape);
  const data = array.data.map((value, i) => {
    if (i % ZERO === 0) return 0;
    if (i % LARGE === 0) return value < 0 ? value - 7 : value + 7;
    return i % TINY === 0 ? value * 1e-3 : value;
  });
  return { ...array, data };
}

/** As after a ReLU: never negative, and with channels of different magnitudes. */
export function activationMap(random: Random, shape: readonly number[]): ArrayData {
  const channels = Array.from({ length: shape.at(-1)! }, () => random.uniform(0.2, 2));
  const array = normalArray(random, shape, 0.5);
  const data = array.data.map((value, i) => {
    if (i % LARGE === 0) return Math.abs(value) + 6.5;
    return Math.max(0, value * channels[i % channels.length]!) * (i % TINY === 0 ? 1e-3 : 1);
  });
  return { ...array, data };
}
