import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CourseError } from '../../../lib/errors.ts';
import { seededSqueezeNetArrays } from '../../../lib/models/seeded_squeezenet.ts';
import { decodeSafetensors, encodeSafetensors } from '../../../lib/tensor/safetensors.ts';
import { convertWeights } from '../../../scripts/weights/convert.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convert-'));
});
afterEach(() => rm(folder, { recursive: true }));
const pathFor = (name: string) => join(folder, name);

test('half precision becomes float32; metadata stays; the file is named after the network', async () => {
  const bytes = encodeSafetensors(
    seededSqueezeNetArrays({ numClasses: 2 }),
    { classNames: '["a","b"]' },
    { half: true },
  );
  const converted = await convertWeights(bytes, 'x', { source: 'x' }, pathFor);
  expect(converted).toEqual({ path: pathFor('squeezenet1_1.safetensors'), network: 'SqueezeNet 1.1', numClasses: 2 });
  const { arrays, metadata } = decodeSafetensors(await readFile(converted.path));
  expect(metadata).toEqual({ architecture: 'squeezenet1_1', classNames: '["a","b"]', source: 'x' });
  expect(Object.keys(arrays)).toHaveLength(52);
});

test('what does not fit is refused, and nothing is written over a good file', async () => {
  const path = pathFor('squeezenet1_1.safetensors');
  await writeFile(path, 'good');
  const { 'features.4.expand3x3.bias': _, ...rest } = seededSqueezeNetArrays({ numClasses: 2 });
  const convert = convertWeights(encodeSafetensors(rest), 'x.safetensors', {}, pathFor);
  await expect(convert).rejects.toThrow(/x\.safetensors: the tensor "features\.4\.expand3x3\.bias" is missing/);
  const state = await readFile(new URL('../../support/models/fixtures/state_dict_zip.pth', import.meta.url));
  await expect(convertWeights(state, 'x.pth', {}, pathFor)).rejects.toThrow(CourseError);
  expect(await readFile(path, 'utf8')).toBe('good');
  expect(await readdir(folder)).toEqual(['squeezenet1_1.safetensors']);
});
