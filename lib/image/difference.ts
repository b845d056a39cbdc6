/** How two pictures differ, as a picture. */
import type { Picture } from './resize.ts';

const NEUTRAL = 128;

/** `to` minus `from`, times `factor`, on a neutral gray; what goes beyond black or white is clipped. Both of one size. */
export function differencePicture(from: Picture, to: Picture, factor = 1): Picture {
  if (from.width !== to.width || from.height !== to.height) {
    throw new RangeError(
      `Pictures of one size were expected, got ${from.width}×${from.height} and ${to.width}×${to.height}.`,
    );
  }
  const data = Uint8ClampedArray.from(to.data, (value, i) => NEUTRAL + factor * (value - from.data[i]!));
  return { ...to, data: new Uint8Array(data.buffer) };
}
