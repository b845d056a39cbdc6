/** Pictures that would take minutes, or all memory, are refused with a sentence before any network runs. */
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import sharp from 'sharp';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { initEngine } from '../../../lib/engine/index.ts';
import { imageSize, loadPicture } from '../../../lib/entry/index.ts';
import { CourseError } from '../../../lib/errors.ts';
import { withFolder } from '../../../scripts/support/folders.ts';

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await initEngine({ quiet: true });
});

const load = (width: number, height: number, size: number) =>
  withFolder(async (folder) => {
    const file = join(folder, 'strip.png');
    await sharp({ create: { width, height, channels: 3, background: '#808080' } })
      .png()
      .toFile(file);
    const X = await loadPicture(file, size);
    return X.shape;
  });

describe('loadPicture', () => {
  it.each([
    [8000, 400, 224, '4480×224'],
    [400, 8000, 224, '224×4480'],
    [1000, 1, 224, '224000×224'],
    [1, 3000, 32, '32×96000'],
    [6000, 1000, 400, '2400×400'],
  ])('refuses %i×%i at a smaller side of %i', async (width, height, size, grown) => {
    const message = `has ${width}×${height} pixels; with a shorter side of ${size} it would have ${grown}, and at most 589824 pixels are supported. Crop it`;
    await expect(load(width, height, size)).rejects.toThrow(CourseError);
    await expect(load(width, height, size)).rejects.toThrow(message);
  });

  it('takes a panorama, a square at the largest size, and few pixels', async () => {
    expect(await load(4000, 1000, 224)).toEqual([1, 224, 896, 3]);
    expect(await load(900, 900, 768)).toEqual([1, 768, 768, 3]);
    expect(await load(1, 1, 32)).toEqual([1, 32, 32, 3]);
    expect(await load(500, 1, 32)).toEqual([1, 32, 16000, 3]);
  });
});

it.each(['0', '31', '769', '1e9', '100.5', 'x', ''])('--size %s is refused', (text) => {
  expect(() => imageSize(text)).toThrow(InvalidArgumentError);
});
