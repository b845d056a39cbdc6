/** Makes figures small enough to commit, and compares them regardless of how they were reduced. */
import sharp from 'sharp';

const MAX_WIDTH = 1000;
const COLORS = 256;

/** At most {@link MAX_WIDTH} pixels wide, with a palette of {@link COLORS} colors. */
export function compact(png: Uint8Array): Promise<Buffer> {
  return sharp(png)
    .resize({ width: MAX_WIDTH, withoutEnlargement: true, kernel: 'lanczos3' })
    .png({ palette: true, colors: COLORS, dither: 0, effort: 5, compressionLevel: 9 })
    .toBuffer();
}

const BLOCK = 8;

/**
 * The largest difference (0–255) between the mean colors of two pictures' 8×8 blocks: a different palette hardly changes it, a
 * different picture does. Infinite if the sizes differ.
 */
export async function blockDifference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [first, second] = [await blockMeans(a), await blockMeans(b)];
  if (String(first.size) !== String(second.size)) return Number.POSITIVE_INFINITY;
  return first.means.reduce((worst, mean, i) => Math.max(worst, Math.abs(mean - second.means[i]!)), 0);
}

async function blockMeans(png: Uint8Array): Promise<{ size: [number, number]; means: Float64Array }> {
  const { data, info } = await sharp(png)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const columns = Math.ceil(width / BLOCK);
  const means = new Float64Array(columns * Math.ceil(height / BLOCK) * channels);
  for (let y = 0; y < height; y++) {
    const rows = Math.min(BLOCK, height - BLOCK * Math.floor(y / BLOCK));
    for (let x = 0; x < width; x++) {
      const count = rows * Math.min(BLOCK, width - BLOCK * Math.floor(x / BLOCK));
      const block = (Math.floor(y / BLOCK) * columns + Math.floor(x / BLOCK)) * channels;
      for (let c = 0; c < channels; c++) means[block + c]! += data[(y * width + x) * channels + c]! / count;
    }
  }
  return { size: [width, height], means };
}
