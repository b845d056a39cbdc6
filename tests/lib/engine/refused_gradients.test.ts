import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { initEngine } from '../../../lib/engine/index.ts';

beforeAll(() => initEngine({ engine: 'wasm', quiet: true }));

type T4 = tf.Tensor4D;
type T5 = tf.Tensor5D;

test.each<[string, number[], (x: tf.Tensor) => tf.Tensor]>([
  ['avgPool3d', [1, 3, 5, 4, 2], (x) => tf.avgPool3d(x as T5, 3, 2, 'same')],
  ['conv3d', [1, 3, 4, 5, 2], (x) => tf.conv3d(x as T5, tf.ones([2, 2, 2, 2, 3]), 1, 'same')],
  ['dilation2d', [1, 5, 6, 2], (x) => tf.dilation2d(x as T4, tf.ones([2, 2, 2]), 1, 'valid')],
])('the gradient of %s is refused with a sentence', (name, shape, f) => {
  expect(() => tf.grad(f)(tf.ones(shape))).toThrow(`The gradient of tf.${name} is wrong in TensorFlow.js`);
});
