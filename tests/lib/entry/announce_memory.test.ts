import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { initEngine } from '../../../lib/engine/index.ts';
import { announceMemory } from '../../../lib/entry/memory.ts';
import { seededSqueezeNet, Vgg } from '../../../lib/models/index.ts';
import { vggShapes } from '../../../lib/models/vgg.ts';
import { float32, sizeOf } from '../../../lib/tensor/array.ts';

beforeAll(async () => {
  await initEngine({ quiet: true });
});
afterEach(() => {
  vi.restoreAllMocks();
});

function said(model: Parameters<typeof announceMemory>[0]): string[] {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  announceMemory(model, [tf.zeros([1, 48, 64, 3]), tf.zeros([1, 64, 32, 3])] as tf.Tensor4D[]);
  return error.mock.calls.map(([line]) => line);
}

function vgg16(): Vgg {
  const zeros = Object.entries(vggShapes('VGG-16', 0)).map(([name, shape]) => [
    name,
    float32(shape, new Float32Array(sizeOf(shape))),
  ]);
  return Vgg.fromArrays(Object.fromEntries(zeros));
}

test('what a VGG needs for the larger picture, and a warning where that is not free', () => {
  const model = vgg16();
  expect(said(model)).toEqual([expect.stringMatching(/^VGG-16 on 64×48 pixels needs about \d+ MiB of memory: /)]);
  vi.spyOn(process, 'availableMemory').mockReturnValue(100 * 2 ** 20);
  expect(said(model).at(-1)).toMatch(/Only 100 MiB are free/);
  model.dispose();
});

test('nothing for SqueezeNet', () => {
  expect(said(seededSqueezeNet())).toEqual([]);
});
