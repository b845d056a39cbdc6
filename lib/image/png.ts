/** RGB bytes → a PNG file's bytes, deterministically. */
import { type PackerOptions, PNG } from 'pngjs';
import type { Picture } from './resize.ts';

const RGB: PackerOptions = { colorType: 2, inputColorType: 2, inputHasAlpha: false };

export function encodePng({ width, height, data }: Picture): Uint8Array {
  const png = new PNG({ width, height, ...RGB });
  png.data = Buffer.from(data);
  return PNG.sync.write(png, RGB);
}
