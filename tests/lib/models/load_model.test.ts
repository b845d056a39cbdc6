import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { initEngine } from '../../../lib/engine/index.ts';
import { CourseError } from '../../../lib/errors.ts';
import { classNamesFor, imagenetClassNames, shortClassName } from '../../../lib/models/class_names.ts';
import {
  DOWNLOADED_WEIGHTS,
  EMBEDDED_WEIGHTS,
  loadModel,
  loadModelWeights,
  loadSqueezeNet,
  SqueezeNet,
} from '../../../lib/models/index.ts';
import { seededSqueezeNetArrays } from '../../../lib/models/seeded_squeezenet.ts';
import { float32 } from '../../../lib/tensor/array.ts';
import { encodeSafetensors } from '../../../lib/tensor/safetensors.ts';

let folder: string;
let root: string;
/** A weights file of a SqueezeNet for three classes. */
let file: string;
beforeAll(async () => {
  await initEngine({ quiet: true });
  folder = await mkdtemp(join(tmpdir(), 'models-'));
  file = join(folder, 'w.safetensors');
  await writeFile(
    file,
    encodeSafetensors(
      seededSqueezeNetArrays({ numClasses: 3 }),
      { classNames: '["cat","dog, hound","fish"]' },
      { half: true },
    ),
  );
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  root = await mkdtemp(join(folder, 'root-'));
});

async function put(path: string): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await cp(file, join(root, path));
}

describe('which weights are taken', () => {
  test('--weights, A3_WEIGHTS, the downloaded, the embedded, the seeded ones: in this order', async () => {
    const sources = [];
    sources.push((await loadModelWeights({ env: {}, root })).source);
    await put(EMBEDDED_WEIGHTS);
    sources.push((await loadModelWeights({ env: {}, root })).source);
    await put(DOWNLOADED_WEIGHTS);
    sources.push((await loadModelWeights({ env: {}, root })).source);
    sources.push((await loadModelWeights({ env: { A3_WEIGHTS: file }, root })).source);
    sources.push((await loadModelWeights({ weights: file, env: { A3_WEIGHTS: 'none' }, root })).source);
    expect(sources).toEqual(['seeded', EMBEDDED_WEIGHTS, DOWNLOADED_WEIGHTS, file, file]);
  });

  test('a file that is named and missing is an error: nothing else is taken in its place', async () => {
    await put(EMBEDDED_WEIGHTS);
    await expect(loadModel({ weights: join(root, 'none'), env: {}, root })).rejects.toThrow(
      /none could not be read: it does not exist/,
    );
    await expect(loadModel({ env: { A3_WEIGHTS: join(root, 'none') }, root })).rejects.toThrow(CourseError);
  });
});

test('what was taken is said, with its hash', async () => {
  const loaded = await loadModel({ weights: file, env: {} });
  expect(loaded.model).toBeInstanceOf(SqueezeNet);
  expect(loaded.model.classNames).toEqual(['cat', 'dog, hound', 'fish']);
  expect(loaded.sha256).toBe(
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  );
  expect(loaded.description).toBe(`SqueezeNet 1.1, 3 classes, weights from ${file} (given by --weights)`);
  loaded.model.dispose();

  const seeded = await loadModelWeights({ env: {}, root });
  expect(seeded.description).toMatch(/random weights \(seed 0\): it recognizes nothing/);
  expect(seeded.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('loadSqueezeNet reads names from the metadata; without them 3 classes are numbers', async () => {
  expect((await loadSqueezeNet(file)).classNames).toEqual(['cat', 'dog, hound', 'fish']);
  expect(SqueezeNet.fromArrays(seededSqueezeNetArrays({ numClasses: 3 })).classNames).toEqual(['0', '1', '2']);
});

describe('files that cannot be used', () => {
  test("another network's tensors", async () => {
    const path = join(root, 'other.safetensors');
    await writeFile(path, encodeSafetensors({ 'conv1.weight': float32([1], [1]) }));
    await expect(loadModel({ weights: path, env: {} })).rejects.toThrow(
      /holds no network known here: its 1 tensors begin with "conv1\.weight"/,
    );
    await expect(loadSqueezeNet(path)).rejects.toThrow(
      /other\.safetensors: the tensor "features\.0\.weight" is missing/,
    );
  });

  test('a file cut short, a text', async () => {
    const path = join(root, 'broken.safetensors');
    await writeFile(path, (await readFile(file)).subarray(0, 100_000));
    await expect(loadModel({ weights: path, env: {} })).rejects.toThrow(
      /broken\.safetensors is truncated: tensor ".*" ends at/,
    );
    await writeFile(path, 'hello, world');
    await expect(loadModel({ weights: path, env: {} })).rejects.toThrow(/is not a safetensors file/);
  });
});

describe('class names', () => {
  test("ImageNet's for 1000 classes, its own for a file that has them, else numbers", () => {
    const names = imagenetClassNames();
    expect(names).toHaveLength(1000);
    expect([names[0], names[281], names[967], names[999]]).toEqual([
      'tench, Tinca tinca',
      'tabby, tabby cat',
      'espresso',
      'toilet tissue, toilet paper, bathroom tissue',
    ]);
    expect(classNamesFor(1000, {}, 'x')).toEqual(names);
    expect(classNamesFor(2, { classNames: '["a","b"]' }, 'x')).toEqual(['a', 'b']);
    expect(classNamesFor(2, {}, 'x')).toEqual(['0', '1']);
    expect(shortClassName('tabby, tabby cat')).toBe('tabby');
  });
  test.each(['["a"]', '[1,2]', '{"a":1}', 'a,b'])('%s are no names for two classes', (classNames) => {
    expect(() => classNamesFor(2, { classNames }, 'x.safetensors')).toThrow(
      /^x\.safetensors: the metadata "classNames"/,
    );
  });
});
