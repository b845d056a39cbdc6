/** The difference of two pictures, as a picture. */
import type { Picture } from './resize.ts';

const NEUTRAL = 128;

/** `to` minus `from`, times `factor`, on a neutral gray, clipped to black and white. Both must have the same size. */
export function differencePicture(from: Picture, to: Picture, factor = 1): Picture {
  if (from.width !== to.width || from.height !== to.height) {
    throw new RangeError(
      `Expected pictures of the same size, got ${from.width}×${from.height} and ${to.width}×${to.height}.`,
    );
  }
  const data = Uint8ClampedArray.from(to.data, (value, i) => NEUTRAL + factor * (value - from.data[i]!));
  return { ...to, data: new Uint8Array(data.buffer) };
}
