/** Sample figures: small files, and a comparison that sees another picture but not another palette. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../lib/random.ts';
import { blockDifference, compact } from '../../../scripts/deliverables/compact.ts';

const WIDTH = 1200;
const HEIGHT = 120;

/** Colors that change slowly, with a little noise; `spot` paints a dark square of that many pixels. */
function picture({ spot = 0 } = {}): Promise<Buffer> {
  const random = new Random('compact');
  const rgb = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    const isSpot = x >= 600 && x < 600 + spot && y >= 50 && y < 50 + spot;
    for (const [c, value] of [x / 6, y / 2, 90].entries()) rgb[3 * i + c] = isSpot ? 0 : value + random.uniform(0, 30);
  }
  return sharp(rgb, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .png()
    .toBuffer();
}

describe('compact', () => {
  it('makes a picture narrower and its file much smaller, and gives the same bytes again', async () => {
    const original = await picture();
    const small = await compact(original);
    expect(await sharp(small).metadata()).toMatchObject({ width: 1000, height: 100 });
    expect(small.length).toBeLessThan(original.length / 3);
    expect((await compact(original)).equals(small)).toBe(true);
  });
});

describe('blockDifference', () => {
  it('is 0 for the same picture and small for one with another palette', async () => {
    const small = await compact(await picture());
    const fewColors = await sharp(small).png({ palette: true, colors: 60, dither: 1, effort: 1 }).toBuffer();
    expect(await blockDifference(small, small)).toBe(0);
    const difference = await blockDifference(small, fewColors);
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThan(20);
  });

  it('is large for a spot of ten pixels, infinite for another size', async () => {
    const small = await compact(await picture());
    expect(await blockDifference(small, await compact(await picture({ spot: 12 })))).toBeGreaterThan(20);
    expect(await blockDifference(small, await sharp(small).resize(999).png().toBuffer())).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
