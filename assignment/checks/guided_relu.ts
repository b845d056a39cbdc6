import * as tf from '@tensorflow/tfjs';
import type { Random } from '#lib/random.ts';
import { type ArrayData, float32, normalArray } from '#lib/tensor/array.ts';
import { defineCheck, type Exports } from '../../harness/check.ts';
import { featureMap } from './feature_map.ts';
import { subjects } from './subjects.ts';

const common = { subject: subjects.guidedRelu, tolerance: 1e-4, visibility: 'visible' } as const;

const guidedRelu = (exports: Exports, x: tf.Tensor): tf.Tensor => exports.guidedRelu(x);

/** Every pair of an x and a dy that are negative, zero or positive, and tiny, middling or large. */
function truthTable(random: Random): { x: ArrayData; dy: ArrayData } {
  const around = (size: number) => size * random.uniform(0.8, 1.2);
  const sizes = { x: [-9, -1, -0.04, 0, 0.04, 1, 9], dy: [-1, -0.04, 0, 1, 9] };
  const pairs = sizes.x.flatMap((x) => sizes.dy.map((dy) => [around(x), around(dy)] as const));
  const shape = [sizes.x.length, sizes.dy.length];
  return {
    x: float32(
      shape,
      pairs.map(([x]) => x),
    ),
    dy: float32(
      shape,
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
    title: 'the value for feature maps of five images, with values from tiny to large',
    points: 1,
    inputs: (random) => ({ x: featureMap(random, [5, 7, 8, 11]) }),
    answer: (exports, { x }) => ({ value: guidedRelu(exports, x) }),
  }),
  defineCheck({
    ...common,
    id: 'guidedRelu.gradient.truthTable',
    kind: 'gradient',
    title: 'the gradient for negative, zero and positive x and dy, tiny to large',
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
      x: normalArray(random, [7, 6]),
      weights: [normalArray(random, [6, 11]), normalArray(random, [11, 8]), normalArray(random, [8, 5])],
      dy: normalArray(random, [7, 5]),
    }),
    answer: (exports, { x, weights, dy }) => ({
      gradient: tf.grad((x: tf.Tensor) =>
        weights.reduce((x, W) => guidedRelu(exports, tf.matMul(x as tf.Tensor2D, W as tf.Tensor2D)), x),
      )(x, dy),
    }),
  }),
];
