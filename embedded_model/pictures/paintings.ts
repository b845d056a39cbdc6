import { Random } from '../../lib/random.ts';
import { paintMosaic } from './mosaic.ts';
import { paintSwirls } from './swirls.ts';

export const PAINTINGS = ['swirls', 'mosaic'] as const;
export type PaintingName = (typeof PAINTINGS)[number];

export interface PaintingOptions {
  readonly seed?: string | number;
  /** Width and height in pixels; the composition scales with it. */
  readonly size?: number;
}

/**
 * Two invented paintings as style images: `swirls`, thick brush strokes that follow whirls in a night sky, and `mosaic`, a
 * geometric composition in tiles. Same seed and size: same bytes, on every machine.
 * @returns RGB bytes, [size, size, 3]
 */
export function renderPainting(name: PaintingName, { seed = 1, size = 384 }: PaintingOptions = {}): Uint8Array {
  const random = new Random(`painting/${name}/${seed}`);
  const surface = name === 'swirls' ? paintSwirls(size, random) : paintMosaic(size, random);
  const image = new Uint8Array(size * size * 3);
  for (let i = 0; i < size * size; i++) {
    for (let channel = 0; channel < 3; channel++) {
      const byte = Math.floor(surface.pixels[4 * i + channel]! * 255 + 0.5);
      image[3 * i + channel] = Math.max(0, Math.min(255, byte));
    }
  }
  return image;
}
