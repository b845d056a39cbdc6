import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { initEngine } from '../../../lib/engine/index.ts';
import { adaptiveAveragePool } from '../../../lib/models/adaptive_average_pool.ts';
import { isVgg, Vgg, vggMemoryEstimate, vggShapes } from '../../../lib/models/vgg.ts';
import { float32, sizeOf, toTensor } from '../../../lib/tensor/array.ts';
import golden from '../../support/models/golden.json' with { type: 'json' };
import { goldenInput, NUM_CLASSES, seededVggArrays, VGG_CASE } from '../../support/models/golden.ts';
import { checkAgainstGolden } from '../../support/models/golden_check.ts';

beforeAll(async () => {
  await initEngine({ quiet: true });
});

describe('adaptive average pool', () => {
  test('windows overlap where the size does not divide: rows 0–1, 1–2 of 3', () => {
    const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
    expect(adaptiveAveragePool(x, 2).dataSync()).toEqual(Float32Array.of(3, 4, 6, 7));
  });
  test('enlarges, keeps channels and images apart', () => {
    const x = tf.tensor4d([1, 10, 2, 20], [2, 1, 1, 2]);
    const pooled = adaptiveAveragePool(x, 7);
    expect(pooled.shape).toEqual([2, 7, 7, 2]);
    expect(pooled.dataSync().slice(0, 4)).toEqual(Float32Array.of(1, 10, 1, 10));
    expect(pooled.dataSync().slice(-2)).toEqual(Float32Array.of(2, 20));
  });
});

test('VGG-16 equals PyTorch (scores, gradient, every layer), for a size that is no multiple of 32', () => {
  const arrays = seededVggArrays('VGG-16', NUM_CLASSES);
  const model = Vgg.fromArrays(arrays);
  expect(model.variant).toBe('VGG-16');
  checkAgainstGolden(model, toTensor(goldenInput('vgg', VGG_CASE)) as tf.Tensor4D, golden.vgg);
  let calls = 0;
  const counting = model.withRelu((x) => {
    calls++;
    return tf.relu(x);
  });
  counting.scores(tf.zeros([1, 32, 32, 3]));
  expect(calls).toBe(13 + 2);
  model.dispose();
});

test('a file with feature layers only has features and says why it has no scores', () => {
  const shapes = Object.entries(vggShapes('VGG-19', 0));
  const features = Object.fromEntries(
    shapes.map(([name, shape]) => [name, float32(shape, new Float32Array(sizeOf(shape)))]),
  );
  const model = Vgg.fromArrays(features, { source: 'vgg.safetensors' });
  expect(model.variant).toBe('VGG-19');
  expect([model.numClasses, model.classNames]).toEqual([0, []]);
  const X = tf.zeros([1, 32, 32, 3]) as tf.Tensor4D;
  expect(
    model
      .features(X)
      .map(({ shape }) => shape)
      .at(-1),
  ).toEqual([1, 1, 1, 512]);
  expect(() => model.scores(X)).toThrow(/vgg\.safetensors has VGG-19's feature layers but no classifier/);
  expect(() => model.features(tf.zeros([1, 31, 40, 3]))).toThrow(/at least 32×32/);
  model.dispose();
});

test('layers as torchvision numbers them', () => {
  expect(Object.keys(vggShapes('VGG-16', 0)).at(-1)).toBe('features.28.bias');
  expect(Object.keys(vggShapes('VGG-19', 0)).at(-1)).toBe('features.34.bias');
  expect(vggShapes('VGG-16', 1000)['classifier.0.weight']).toEqual([4096, 25088]);
  expect(isVgg({})).toBe(false);
});

describe('the memory estimate', () => {
  test('138 million parameters as published, of which the 15 million of the convolutions are there eight times', () => {
    const [classifier, convolutions] = [123_642_856, 14_714_688];
    expect(classifier + convolutions).toBe(138_357_544);
    const { weightsBytes } = vggMemoryEstimate(224, 224, { variant: 'VGG-16', numClasses: 1000 });
    expect(weightsBytes).toBe(4 * (2 * classifier + 8 * convolutions));
  });
  test('grows with the pixels', () => {
    const small = vggMemoryEstimate(32, 32);
    expect(vggMemoryEstimate(64, 64).activationsBytes).toBe(4 * small.activationsBytes);
  });
  test.each([
    ['VGG-16', 0, 192, 738],
    ['VGG-16', 0, 512, 1293],
    ['VGG-16', 1000, 192, 1683],
    ['VGG-16', 1000, 512, 2252],
    ['VGG-19', 0, 192, 951],
    ['VGG-19', 0, 224, 930],
    ['VGG-19', 0, 512, 1460],
  ] as const)('%s with %i classes at %i pixels: near the %i MiB measured', (variant, numClasses, size, measuredMiB) => {
    const { totalBytes, description } = vggMemoryEstimate(size, size, { variant, numClasses });
    expect(Math.abs(totalBytes / 2 ** 20 / measuredMiB - 1)).toBeLessThan(0.12);
    expect(description).toContain(
      `${variant} on ${size}×${size} pixels needs about ${Math.ceil(totalBytes / 2 ** 20)} MiB`,
    );
  });
});
