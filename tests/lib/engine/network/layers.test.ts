import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { initEngine } from '../../../../lib/engine/index.ts';
import { ORDINARY } from '../../../../lib/engine/network/index.ts';
import { NetworkModule } from '../../../../lib/engine/network/module.ts';
import { NetworkKernels } from '../../../../lib/engine/network/network.ts';
import type { LayerSpec } from '../../../../lib/engine/network/table.ts';
import { NetworkTensors } from '../../../../lib/engine/network/tensors.ts';
import { Random } from '../../../../lib/random.ts';
import { normalArray, sizeOf, toTensor } from '../../../../lib/tensor/array.ts';
import { exactLayer, type Image } from '../../../support/engine/network/exact.ts';
import {
  CEIL_POOL,
  FIRE,
  FIRST,
  FIRST_SAME,
  FLOOR_POOL,
  RELU,
  randomParameters,
  SAME,
  SCORES,
} from '../../../support/engine/network/random_network.ts';

let module: NetworkModule;
let tensors: NetworkTensors;
beforeAll(async () => {
  await initEngine({ engine: 'wasm', quiet: true });
  module = new NetworkModule();
  tensors = new NetworkTensors(module.arena);
});

/** Relative to the largest; written so that NaN fails. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs), 1e-30);
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(actual[i]! - expected[i]!) / scale, `number ${i}`).toBeLessThan(tolerance);
  }
}

const CASES: [name: string, specs: LayerSpec[], shape: [number, number, number, number]][] = [
  ['the first convolution of SqueezeNet, smallest', [FIRST], [1, 3, 3, 3]],
  ['the first convolution of SqueezeNet, odd and even', [FIRST], [2, 8, 11, 3]],
  ['the first convolution of VGG, one pixel', [FIRST_SAME], [1, 1, 1, 3]],
  ['the first convolution of VGG', [FIRST_SAME], [3, 4, 5, 3]],
  ['a convolution, one pixel', [SAME], [1, 1, 1, 8]],
  ['a convolution, one row', [SAME], [1, 1, 9, 8]],
  ['a convolution, odd', [SAME], [2, 5, 7, 8]],
  ['a convolution, more tiles than fit at once', [SAME], [1, 12, 13, 8]],
  ['a ReLU', [RELU], [2, 3, 5, 8]],
  ['a ceil pool, hanging over', [CEIL_POOL], [2, 6, 8, 8]],
  ['a ceil pool, fitting', [CEIL_POOL], [1, 7, 9, 8]],
  ['a floor pool', [FLOOR_POOL], [2, 5, 6, 8]],
  ['a Fire module, one pixel', [FIRE], [1, 1, 1, 8]],
  ['a Fire module', [FIRE], [3, 4, 3, 8]],
  ['scores', [SCORES], [2, 3, 4, 8]],
  [
    'a network',
    [FIRST, RELU, CEIL_POOL, SAME, RELU, { ...FIRE, inputs: 16, expanded: 8 }, { ...SCORES, inputs: 16 }],
    [2, 13, 10, 3],
  ],
];

describe.each(CASES)('%s', (name, specs, shape) => {
  const random = new Random(name);
  const parameters = randomParameters(random, specs);
  const x = normalArray(random, shape);
  const exact = (values: ArrayLike<number>): number[] => {
    const [images, ...imageShape] = shape;
    const size = sizeOf(imageShape);
    return Array.from({ length: images }, (_, n) => {
      let image: Image = { shape: imageShape, data: Float64Array.from(values).subarray(n * size, (n + 1) * size) };
      for (const spec of specs) image = exactLayer(spec, image, parameters);
      return [...image.data];
    }).flat();
  };
  const apply = (X: tf.Tensor) =>
    new NetworkKernels(module, tensors, specs, parameters).tail(0, X as tf.Tensor4D, ORDINARY);

  test('values are those in double precision', () => {
    expectClose(apply(toTensor(x)).dataSync(), exact(x.data), 2e-6);
  });

  test('the gradient is that of differences in double precision', () => {
    const weights = normalArray(random, [exact(x.data).length]);
    const loss = (values: ArrayLike<number>) => exact(values).reduce((sum, y, i) => sum + y * weights.data[i]!, 0);
    const gradient = tf.grad((X) => tf.sum(tf.mul(tf.reshape(apply(X), [-1]), toTensor(weights))))(toTensor(x));
    const step = 1e-6; // so small that no number crosses the kink of a ReLU or of a maximum
    const places = random.shuffle([...x.data.keys()]).slice(0, 60);
    const differences = places.map((i) => {
      const moved = (by: number) => Float64Array.from(x.data, (value, j) => (i === j ? value + by : value));
      return (loss(moved(step)) - loss(moved(-step))) / (2 * step);
    });
    const values = gradient.dataSync();
    expectClose(
      places.map((i) => values[i]!),
      differences,
      1e-5,
    );
  });
});

test('where several numbers of a window are the largest, the first has the gradient', () => {
  const apply = (X: tf.Tensor) =>
    new NetworkKernels(module, tensors, [CEIL_POOL], {}).tail(0, X as tf.Tensor4D, ORDINARY);
  const dX = tf.grad(apply)(tf.zeros([1, 3, 3, 4]));
  expect([...dX.dataSync()]).toEqual([1, 1, 1, 1, ...Array(32).fill(0)]);
});

test('NaN comes through', () => {
  const specs = [SAME, RELU, CEIL_POOL];
  const kernels = new NetworkKernels(module, tensors, specs, randomParameters(new Random('NaN'), specs));
  const y = kernels.tail(0, tf.fill([1, 3, 3, 8], Number.NaN) as tf.Tensor4D, ORDINARY).dataSync();
  expect([...y].every(Number.isNaN)).toBe(true);
});
