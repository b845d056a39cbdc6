import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { PNG } from 'pngjs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CourseError } from '../../../lib/errors.ts';
import { loadImage, saveImage } from '../../../lib/image/index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'image-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(bytes: Uint8Array, size?: number): Promise<{ shape: number[]; pixels: number[]; notes: string[] }> {
  const path = join(folder, 'picture');
  await writeFile(path, bytes);
  const notes: string[] = [];
  const image = await loadImage(path, { size, onNote: (note) => notes.push(note) });
  expect(image.dtype).toBe('float32');
  return { shape: image.shape, pixels: [...image.dataSync()], notes };
}

/** 2×1 pixels: red and blue, so that a turned picture shows. */
const redBlue = sharp(Buffer.from([255, 0, 0, 0, 0, 255]), { raw: { width: 2, height: 1, channels: 3 } });
const RED_BLUE = [255, 0, 0, 0, 0, 255];

/** A PNG whose samples are given as they are stored. */
function png(
  options: { width: number; height: number; colorType: 0 | 2 | 4 | 6; bitDepth: 8 | 16 },
  samples: number[],
): Buffer {
  const { width, height, colorType, bitDepth } = options;
  const inputHasAlpha = colorType === 4 || colorType === 6;
  const image = new PNG({ width, height });
  image.data = bitDepth === 16 ? Buffer.from(Uint16Array.from(samples).buffer) : Buffer.from(samples);
  return PNG.sync.write(image, { colorType, inputColorType: colorType, bitDepth, inputHasAlpha });
}

describe('any picture becomes RGB, 0–255, and what was prepared is said', () => {
  test('JPEG, WebP, lossless', async () => {
    const flat = sharp({ create: { width: 8, height: 4, channels: 3, background: '#3264c8' } });
    for (const bytes of [
      await flat.jpeg({ quality: 100 }).toBuffer(),
      await flat.webp({ lossless: true }).toBuffer(),
      await flat.png().toBuffer(),
    ]) {
      const { shape, pixels, notes } = await load(bytes);
      expect(shape).toEqual([4, 8, 3]);
      expect(notes).toEqual([]);
      expect(Math.abs(pixels[0]! - 50) + Math.abs(pixels[1]! - 100) + Math.abs(pixels[2]! - 200)).toBeLessThanOrEqual(
        3,
      );
    }
  });

  test('grayscale PNG and JPEG', async () => {
    const gray = await load(png({ width: 2, height: 1, colorType: 0, bitDepth: 8 }, [10, 200]));
    expect(gray).toEqual({
      shape: [1, 2, 3],
      pixels: [10, 10, 10, 200, 200, 200],
      notes: ['converted from grayscale to color'],
    });
    const jpeg = await load(
      await sharp({ create: { width: 3, height: 2, channels: 3, background: '#808080' } })
        .toColourspace('b-w')
        .jpeg()
        .toBuffer(),
    );
    expect(jpeg.shape).toEqual([2, 3, 3]);
    expect(jpeg.pixels.slice(0, 3)).toEqual([128, 128, 128]);
    expect(jpeg.notes).toEqual(['converted from grayscale to color']);
  });

  test('16 bits a channel', async () => {
    const { pixels, notes } = await load(png({ width: 1, height: 1, colorType: 2, bitDepth: 16 }, [0, 0x8080, 0xffff]));
    expect(pixels).toEqual([0, 128, 255]);
    expect(notes).toEqual(['reduced from 16 to 8 bits per channel']);
  });

  test('a palette', async () => {
    const bytes = await redBlue.clone().png({ palette: true, colors: 4 }).toBuffer();
    expect(bytes[25]).toBe(3);
    expect(await load(bytes)).toEqual({ shape: [1, 2, 3], pixels: RED_BLUE, notes: [] });
  });

  test('transparency is laid on white', async () => {
    const note = 'its transparent parts were placed on white';
    const rgba = [255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 127];
    const { pixels, notes } = await load(png({ width: 3, height: 1, colorType: 6, bitDepth: 8 }, rgba));
    expect(pixels).toEqual([255, 0, 0, 255, 255, 255, 128, 128, 128]);
    expect(notes).toEqual([note]);
    const webp = await sharp(Buffer.from(rgba), { raw: { width: 3, height: 1, channels: 4 } })
      .webp({ lossless: true })
      .toBuffer();
    expect((await load(webp)).pixels.slice(0, 6)).toEqual([255, 0, 0, 255, 255, 255]);
    expect((await load(webp)).notes).toEqual([note]);
    expect((await load(png({ width: 1, height: 1, colorType: 6, bitDepth: 8 }, [1, 2, 3, 255]))).notes).toEqual([]);
    expect((await load(png({ width: 1, height: 1, colorType: 4, bitDepth: 8 }, [0, 0]))).pixels).toEqual([
      255, 255, 255,
    ]);
  });

  test.each([
    ['jpeg', 6],
    ['jpeg', 8],
    ['jpeg', 3],
    ['png', 6],
    ['webp', 6],
  ] as const)('%s with EXIF orientation %i', async (format, orientation) => {
    const big = sharp(
      Buffer.concat([
        Buffer.alloc(16 * 32 * 3, Buffer.from([255, 0, 0])),
        Buffer.alloc(16 * 32 * 3, Buffer.from([0, 0, 255])),
      ]),
      {
        raw: { width: 32, height: 32, channels: 3 },
      },
    );
    // Red above blue. Turned by 90° clockwise (6) red is on the right, counter-clockwise (8) on the left, by 180° (3) below.
    const { shape, pixels, notes } = await load(await big.withMetadata({ orientation }).toFormat(format).toBuffer());
    expect(shape).toEqual([32, 32, 3]);
    expect(notes).toEqual(['rotated as its EXIF orientation says']);
    const red = (x: number, y: number) => pixels[3 * (32 * y + x)]! > 128;
    const corners = [red(2, 2), red(29, 2), red(2, 29), red(29, 29)];
    expect(corners).toEqual(
      { 6: [false, true, false, true], 8: [true, false, true, false], 3: [false, false, true, true] }[orientation],
    );
  });

  test('an animation gives its first frame', async () => {
    const frames = Buffer.concat([Buffer.alloc(12, 0), Buffer.alloc(12, 255)]);
    const gif = await sharp(frames, { raw: { width: 2, height: 4, channels: 3, pageHeight: 2 } })
      .gif()
      .toBuffer();
    const { shape, pixels, notes } = await load(gif);
    expect(shape).toEqual([2, 2, 3]);
    expect(pixels.every((value) => value === 0)).toBe(true);
    expect(notes).toEqual(['only the first of its 2 frames is used']);
  });

  test('CMYK', async () => {
    const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#ffffff' } })
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer();
    const { pixels, notes } = await load(jpeg);
    expect(Math.min(...pixels)).toBeGreaterThan(240);
    expect(notes).toEqual(['converted from CMYK to RGB']);
  });
});

describe('size', () => {
  test('the smaller side gets it, the other follows, rounded down', async () => {
    const bytes = await sharp({ create: { width: 45, height: 30, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer();
    const { shape, notes } = await load(bytes, 22);
    expect(shape).toEqual([22, 33, 3]);
    expect(notes).toEqual(['resized from 45×30 to 33×22 pixels']);
    expect((await load(bytes, 30)).notes).toEqual([]);
  });
  test('one pixel is a picture', async () => {
    const { shape, pixels } = await load(png({ width: 1, height: 1, colorType: 2, bitDepth: 8 }, [7, 8, 9]), 5);
    expect(shape).toEqual([5, 5, 3]);
    expect(pixels.slice(-3)).toEqual([7, 8, 9]);
  });
  test('a strip that would grow out of memory is refused', async () => {
    const strip = await sharp({ create: { width: 10_000, height: 1, channels: 3, background: '#000000' } })
      .png()
      .toBuffer();
    await expect(load(strip, 224)).rejects.toThrow(
      /10000×1 pixels; with a shorter side of 224 it would have 2240000×224, and at most 100000000 pixels are/,
    );
  });
  test('nonsense is refused', async () => {
    await expect(loadImage('x.png', { size: 0 })).rejects.toThrow(/size must be a positive whole number/);
  });
});

describe('what is no picture is named and refused', () => {
  const refused = async (bytes: Uint8Array, message: RegExp) => {
    await expect(load(bytes)).rejects.toThrow(CourseError);
    await expect(load(bytes)).rejects.toThrow(message);
  };
  test('missing, empty, text', async () => {
    await expect(loadImage(join(folder, 'none.jpg'))).rejects.toThrow(/none\.jpg could not be read: it does not exist/);
    await expect(loadImage(folder)).rejects.toThrow(/it is a folder/);
    await refused(new Uint8Array(), /picture is empty/);
    await refused(Buffer.from('not a picture'), /picture cannot be read as a picture: .*Give a JPEG, PNG or WebP/);
  });
  test('cut short: PNG, JPEG and WebP', async () => {
    const noise = Buffer.from(Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251));
    const image = sharp(noise, { raw: { width: 64, height: 64, channels: 3 } });
    for (const format of ['png', 'jpeg', 'webp'] as const) {
      const whole = await image.clone().toFormat(format).toBuffer();
      for (const part of [20, Math.floor(whole.length / 2), whole.length - 30]) {
        await refused(whole.subarray(0, part), /picture (is a broken PNG file|cannot be read as a picture)/);
      }
    }
  });
  test('a PNG with a wrong checksum', async () => {
    const bytes = png({ width: 1, height: 1, colorType: 2, bitDepth: 8 }, [7, 8, 9]);
    bytes[bytes.length - 14]! ^= 1;
    await refused(bytes, /broken PNG file/);
  });
  test('a PNG that claims 10 gigapixels is refused before memory is taken', async () => {
    const bytes = png({ width: 1, height: 1, colorType: 2, bitDepth: 8 }, [7, 8, 9]);
    bytes.writeUInt32BE(100_000, 16);
    bytes.writeUInt32BE(100_000, 20);
    await refused(bytes, /100000×100000 pixels; at most 100 million/);
  });
});

test('saveImage rounds and clips, and loads again as it was', async () => {
  const path = join(folder, 'out', 'x.png');
  await saveImage(path, tf.tensor3d([0.4, 254.6, 300, -5, 127.5, 3], [1, 2, 3]));
  expect([...(await loadImage(path)).dataSync()]).toEqual([0, 255, 255, 0, 128, 3]);
  const bytes = await readFile(path);
  await saveImage(path, await loadImage(path));
  expect(await readFile(path)).toEqual(bytes);
  expect(await readdir(join(folder, 'out'))).toEqual(['x.png']);
  await expect(saveImage(join(folder, 'x.jpg'), tf.zeros([1, 1, 3]))).rejects.toThrow(/saved as PNG/);
  await expect(saveImage(path, tf.zeros([1, 1, 1]))).rejects.toThrow(/\[H,W,3\]/);
});

describe('what phones and mailers make', () => {
  test.each(['\n', 'PK\x05\x06 and more', '\0'.repeat(512)])('a PNG with %j behind its end is read', async (tail) => {
    const picture = await redBlue.clone().png().toBuffer();
    expect((await load(Buffer.concat([picture, Buffer.from(tail)]))).pixels).toEqual(RED_BLUE);
  });

  test('a HEIC picture is named as one, with what to do', async () => {
    const heic = Buffer.from('\0\0\0\x1cftypheic\0\0\0\0mif1heicmiaf', 'latin1');
    await expect(load(heic)).rejects.toThrow(/is a HEIC picture.*Export it as JPEG/);
  });
});
