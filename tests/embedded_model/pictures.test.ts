import { createHash } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classNames, isTexture } from '../../embedded_model/pictures/classes.ts';
import { PAINTINGS, renderPainting } from '../../embedded_model/pictures/paintings.ts';
import { renderPicture } from '../../embedded_model/pictures/render.ts';
import { samples } from '../../embedded_model/pictures/samples.ts';
import { readInputFile } from '../../lib/files.ts';
import { decodePicture } from '../../lib/image/decode.ts';
import { projectRoot } from '../../lib/root.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** From x86-64 with Node 20; another machine or Node version must draw the same bytes. */
const HASHES = {
  pictures: 'dfb0e88fc3de7e017bc978885ad620a30d9af89cd3b6d7c84522cc994ee5ca14',
  paintings: '93af583f173a593babfd0878cced1ac410e3272315aabf3a31f393854f511ed2',
};

describe('renderPicture', () => {
  it('has at least 24 classes with names of their own, things before textures', () => {
    expect(classNames.length).toBeGreaterThanOrEqual(24);
    expect(new Set(classNames).size).toBe(classNames.length);
    const firstTexture = classNames.findIndex((_, i) => isTexture(i));
    expect(firstTexture).toBeGreaterThanOrEqual(20);
    expect(classNames.slice(firstTexture).every((_, i) => isTexture(firstTexture + i))).toBe(true);
  });

  it('draws the bytes it drew when the model was trained', () => {
    const all = createHash('sha256');
    for (const classIndex of classNames.keys()) all.update(renderPicture({ classIndex, seed: 'test', size: 48 }).image);
    expect(all.digest('hex')).toBe(HASHES.pictures);
  });

  it('draws the same twice, and something else for another seed', () => {
    for (const classIndex of [0, classNames.length - 1]) {
      const once = renderPicture({ classIndex, seed: 5, size: 40 });
      const other = renderPicture({ classIndex, seed: 6, size: 40 });
      expect(renderPicture({ classIndex, seed: 5, size: 40 })).toEqual(once);
      expect(sha256(other.image)).not.toBe(sha256(once.image));
    }
  });

  it('gives image, mask and name of the right size for any class, seed and size', () => {
    fc.assert(
      fc.property(
        fc.nat(classNames.length - 1),
        fc.integer(),
        fc.integer({ min: 16, max: 70 }),
        (classIndex, seed, size) => {
          const { image, mask, className } = renderPicture({ classIndex, seed, size });
          expect(className).toBe(classNames[classIndex]);
          expect(image.length).toBe(size * size * 3);
          expect(mask.length).toBe(size * size);
          const share = mask.reduce((a, b) => a + b, 0) / mask.length;
          // A thing is neither a speck nor the whole picture; a texture is all of it.
          if (isTexture(classIndex)) expect(share).toBe(1);
          else expect(share > 0.02 && share < 0.85).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('draws the same scene at another size: the masks agree', () => {
    for (const [classIndex, name] of classNames.entries()) {
      if (isTexture(classIndex)) continue;
      const small = renderPicture({ classIndex, seed: 3, size: 56 }).mask;
      const large = renderPicture({ classIndex, seed: 3, size: 112 }).mask;
      const differing = small.filter((inside, i) => {
        const [x, y] = [i % 56, Math.floor(i / 56)];
        return inside !== large[2 * y * 112 + 2 * x];
      }).length;
      expect(differing / small.length, name).toBeLessThan(0.05);
    }
  });

  it('refuses a class that does not exist and a size without pixels to draw on', () => {
    expect(() => renderPicture({ classIndex: classNames.length, seed: 0, size: 64 })).toThrow(
      /Class index 30 does not exist/,
    );
    expect(() => renderPicture({ classIndex: -1, seed: 0, size: 64 })).toThrow(/does not exist/);
    expect(() => renderPicture({ classIndex: 0, seed: 0, size: 8 })).toThrow(/at least 16/);
    expect(() => renderPicture({ classIndex: 0, seed: 0, size: 64.5 })).toThrow(/integer/);
  });
});

describe('renderPainting', () => {
  it('draws the bytes it drew before', () => {
    const all = createHash('sha256');
    for (const name of PAINTINGS) all.update(renderPainting(name, { size: 96 }));
    expect(all.digest('hex')).toBe(HASHES.paintings);
  });
});

describe('the sample pictures', () => {
  it('are committed as they are drawn', async () => {
    for (const { file, size, draw } of samples) {
      const path = join(projectRoot, 'assets/images', file);
      const { width, height, data } = await decodePicture(await readInputFile(path), file, () => {});
      expect([width, height], file).toEqual([size, size]);
      expect(sha256(data), file).toBe(sha256(draw()));
    }
  });
});
