import * as tf from '@tensorflow/tfjs';
import type { Random } from '#lib/random.ts';
import { type ArrayData, float32, normalArray, sizeOf } from '#lib/tensor/array.ts';
import { defineCheck, type Exports } from '../../harness/check.ts';
import { zerosLike } from '../../harness/expectations.ts';
import { subjects } from './subjects.ts';

const common = {
  subject: subjects.tvLoss,
  tolerance: 1e-4,
  visibility: 'visible',
  relations: { axes: { 1: ['image'] } },
} as const;

const inputs = (shape: number[]) => (random: Random) => ({
  img: normalArray(random, shape),
  tvWeight: random.uniform(0.01, 0.1),
});

const tvLoss = (exports: Exports, img: tf.Tensor, tvWeight: number): tf.Scalar =>
  new exports.TotalVariationLoss().forward(img, tvWeight);

/** An image [1,H,W,3] that is 0 except for one value at (row, column), in one channel. */
function impulse(H: number, W: number, row: number, column: number, value: number): ArrayData {
  const data = new Float32Array(sizeOf([H, W, 3]));
  data[(row * W + column) * 3 + 1] = value;
  return float32([1, H, W, 3], data);
}

export const tvLossChecks = [
  defineCheck({
    ...common,
    id: 'tvLoss.value',
    kind: 'value',
    title: 'the loss of one image that is not square',
    points: 2,
    inputs: inputs([1, 11, 8, 3]),
    answer: (exports, { img, tvWeight }) => ({ loss: tvLoss(exports, img, tvWeight) }),
  }),
  defineCheck({
    ...common,
    id: 'tvLoss.value.batch',
    kind: 'value',
    title: 'the loss of five images at once',
    points: 1,
    inputs: inputs([5, 7, 11, 3]),
    answer: (exports, { img, tvWeight }) => ({ loss: tvLoss(exports, img, tvWeight) }),
  }),
  defineCheck({
    ...common,
    id: 'tvLoss.value.impulses',
    kind: 'value',
    title: 'one bright pixel at a corner, at an edge and inside',
    points: 2,
    inputs: (random) => {
      const value = random.uniform(2, 3);
      return {
        tvWeight: random.uniform(0.01, 0.1),
        images: [
          impulse(7, 11, 0, 0, value),
          impulse(7, 11, 6, 10, value),
          impulse(7, 11, 6, 3, value),
          impulse(7, 11, 2, 10, value),
          impulse(7, 11, 2, 3, value),
        ],
      };
    },
    answer: (exports, { images, tvWeight }) => ({
      losses: tf.stack(images.map((img) => tvLoss(exports, img, tvWeight).reshape([]))),
    }),
  }),
  defineCheck({
    ...common,
    id: 'tvLoss.gradient',
    kind: 'gradient',
    title: 'the gradient with respect to the image',
    points: 2,
    inputs: inputs([1, 8, 7, 3]),
    answer: (exports, { img, tvWeight }) => ({
      gradient: tf.grad((img: tf.Tensor) => tvLoss(exports, img, tvWeight))(img),
    }),
  }),
  defineCheck({
    ...common,
    id: 'tvLoss.property.constant',
    kind: 'property',
    title: 'the loss of an image of a single color is 0',
    points: 1,
    inputs: (random) => {
      const color = [random.normal(), random.normal(), random.normal()];
      return {
        img: float32(
          [1, 7, 5, 3],
          Array.from({ length: 105 }, (_, i) => color[i % 3]!),
        ),
        tvWeight: 0.0527,
      };
    },
    answer: (exports, { img, tvWeight }) => ({ loss: tvLoss(exports, img, tvWeight) }),
    expected: zerosLike,
  }),
];
