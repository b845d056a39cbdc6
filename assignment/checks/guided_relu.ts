import * as tf from '@tensorflow/tfjs';
import type { Random } from '#lib/random.ts';
import { type ArrayData, float32, normalArray } from '#lib/tensor/array.ts';
import { defineCheck, type Exports } from '../../harness/check.ts';
import { subjects } from './subjects.ts';

const common = { subject: subjects.guidedRelu, tolerance: 1e-4, visibility: 'visible' } as const;

const guidedRelu = (exports: Exports, x: tf.Tensor): tf.Tensor => exports.guidedRelu(x);

/** Every pair of a negative, zero and positive x with a negative, zero and positive dy, of different sizes. */
function truthTable(random: Random): { x: ArrayData; dy: ArrayData } {
  const size = () => random.uniform(0.5, 2);
  const signs = [-1, 0, 1];
  const pairs = signs.flatMap((x) => signs.map((dy) => [x * size(), dy * size()] as const));
  return {
    x: float32(
      [3, 3],
      pairs.map(([x]) => x),
    ),
    dy: float32(
      [3, 3],
      pairs.map(([, dy]) => dy),
    ),
  };
}

export const guidedReluChecks = [
  defineCheck({
    ...common,
    id: 'guidedRelu.value',
    kind: 'value',
    title: 'the value for negative, zero and positive x',
    points: 1,
    inputs: truthTable,
    answer: (exports, { x }) => ({ value: guidedRelu(exports, x) }),
  }),
  defineCheck({
    ...common,
    id: 'guidedRelu.value.featureMaps',
    kind: 'value',
    title: 'the value for feature maps of two images',
    points: 1,
    inputs: (random) => ({ x: normalArray(random, [2, 3, 5, 4]) }),
    answer: (exports, { x }) => ({ value: guidedRelu(exports, x) }),
  }),
  defineCheck({
    ...common,
    id: 'guidedRelu.gradient.truthTable',
    kind: 'gradient',
    title: 'the gradient for negative, zero and positive x and dy',
    points: 2,
    inputs: truthTable,
    answer: (exports, { x, dy }) => ({ gradient: tf.grad((x: tf.Tensor) => guidedRelu(exports, x))(x, dy) }),
  }),
  defineCheck({
    ...common,
    id: 'guidedRelu.gradient.chain',
    kind: 'gradient',
    title: 'the gradient through three layers of weights',
    points: 2,
    visibility: 'after_published',
    inputs: (random) => ({
      x: normalArray(random, [4, 6]),
      weights: [normalArray(random, [6, 8]), normalArray(random, [8, 8]), normalArray(random, [8, 5])],
      dy: normalArray(random, [4, 5]),
    }),
    answer: (exports, { x, weights, dy }) => ({
      gradient: tf.grad((x: tf.Tensor) =>
        weights.reduce((x, W) => guidedRelu(exports, tf.matMul(x as tf.Tensor2D, W as tf.Tensor2D)), x),
      )(x, dy),
    }),
  }),
];
