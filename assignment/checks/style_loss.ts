import * as tf from '@tensorflow/tfjs';
import type { Random } from '#lib/random.ts';
import { type ArrayData, float32, normalArray } from '#lib/tensor/array.ts';
import { type CheckContext, defineCheck, type Exports } from '../../harness/check.ts';
import { permutes, symmetric, zerosLike } from '../../harness/expectations.ts';
import { dependenciesIn } from './dependencies.ts';
import { subjects } from './subjects.ts';

const tolerance = 1e-4;
const ORDER = [2, 0, 1];

// Like features after a ReLU: never negative, with channels of different magnitudes.
const features = (random: Random, shape: number[]): ArrayData => {
  const channels = Array.from({ length: shape.at(-1)! }, () => random.uniform(0.2, 2));
  const array = normalArray(random, shape, 0.5);
  return { ...array, data: array.data.map((value, i) => Math.max(0, value * channels[i % channels.length]!)) };
};

const gramMatrix = (exports: Exports, F: tf.Tensor, ...rest: boolean[]): tf.Tensor =>
  new exports.StyleLoss().gramMatrix(F, ...rest);

const gram = {
  subject: subjects.gramMatrix,
  tolerance,
  visibility: 'visible',
  relations: { axes: { 3: ['image', 'channel', 'channel'] } },
} as const;

const gramChecks = [
  defineCheck({
    ...gram,
    id: 'gramMatrix.value',
    kind: 'value',
    title: 'one image, normalized by default',
    points: 2,
    inputs: (random) => ({ F: features(random, [1, 7, 5, 6]) }),
    answer: (exports, { F }) => ({ gram: gramMatrix(exports, F) }),
  }),
  defineCheck({
    ...gram,
    id: 'gramMatrix.value.batch',
    kind: 'value',
    title: 'three images at once',
    points: 2,
    perExample: true,
    inputs: (random) => ({ F: features(random, [3, 4, 6, 5]) }),
    answer: (exports, { F }) => ({ gram: gramMatrix(exports, F, true) }),
  }),
  defineCheck({
    ...gram,
    id: 'gramMatrix.value.raw',
    kind: 'value',
    title: 'without normalization',
    points: 1,
    inputs: (random) => ({ F: features(random, [2, 3, 8, 4]) }),
    answer: (exports, { F }) => ({ gram: gramMatrix(exports, F, false) }),
  }),
  defineCheck({
    ...gram,
    id: 'gramMatrix.gradient',
    kind: 'gradient',
    title: 'the gradient of a weighted sum of its entries',
    points: 2,
    inputs: (random) => ({ F: features(random, [2, 5, 4, 3]), weights: normalArray(random, [2, 3, 3]) }),
    answer: (exports, { F, weights }) => ({
      gradient: tf.grad((F: tf.Tensor) => gramMatrix(exports, F).mul(weights).sum())(F),
    }),
  }),
  defineCheck({
    ...gram,
    id: 'gramMatrix.property.symmetric',
    kind: 'property',
    title: 'it equals its transpose',
    points: 0.5,
    inputs: (random) => ({ F: features(random, [2, 6, 3, 7]) }),
    answer: (exports, { F }) => ({ gram: gramMatrix(exports, F) }),
    expected: symmetric,
  }),
  defineCheck({
    ...gram,
    id: 'gramMatrix.property.permutation',
    kind: 'property',
    title: 'permuting the images permutes the matrices',
    points: 0.5,
    inputs: (random) => ({ F: features(random, [3, 4, 3, 4]) }),
    answer: (exports, { F }) => ({
      straight: gramMatrix(exports, F),
      permuted: gramMatrix(exports, F.gather(tf.tensor1d(ORDER, 'int32'))),
    }),
    expected: permutes(ORDER),
  }),
];

const LAYER_SHAPES = [
  [8, 6, 4],
  [8, 6, 7],
  [4, 3, 5],
  [4, 3, 9],
] as const;

/** Features of four layers, and targets with the shapes of their Gram matrices. */
const styleInputs = (N: number, styleLayers: number[]) => (random: Random) => {
  const feats = LAYER_SHAPES.map((shape) => features(random, [N, ...shape]));
  const styleTargets = styleLayers.map((layer) => {
    const C = LAYER_SHAPES[layer]![2];
    return normalArray(random, [N, C, C], 0.1, 0.1);
  });
  return { feats, styleTargets, styleLayers, styleWeights: styleLayers.map(() => random.uniform(0.5, 50)) };
};

interface StyleInputs {
  feats: tf.Tensor[];
  styleLayers: number[];
  styleTargets: tf.Tensor[];
  styleWeights: number[];
}

function styleLoss(exports: Exports, inputs: StyleInputs, context: CheckContext, feats = inputs.feats): tf.Scalar {
  const loss = new exports.StyleLoss();
  const dependencies = dependenciesIn(context);
  if (dependencies) loss.gramMatrix = dependencies.gramMatrix;
  return loss.forward(feats, inputs.styleLayers, inputs.styleTargets, inputs.styleWeights);
}

const style = { subject: subjects.styleLoss, tolerance, visibility: 'visible' } as const;

const styleChecks = [
  defineCheck({
    ...style,
    id: 'styleLoss.value',
    kind: 'value',
    title: 'the loss over four layers',
    points: 2,
    inputs: styleInputs(1, [0, 1, 2, 3]),
    answer: (exports, inputs, context) => ({ loss: styleLoss(exports, inputs, context) }),
  }),
  defineCheck({
    ...style,
    id: 'styleLoss.value.layers',
    kind: 'value',
    title: 'only the requested layers, in order',
    points: 2,
    inputs: styleInputs(1, [3, 1]),
    answer: (exports, inputs, context) => ({ loss: styleLoss(exports, inputs, context) }),
  }),
  defineCheck({
    ...style,
    id: 'styleLoss.value.batch',
    kind: 'value',
    title: 'the loss of two images at once',
    points: 1,
    inputs: styleInputs(2, [0, 2]),
    answer: (exports, inputs, context) => ({ loss: styleLoss(exports, inputs, context) }),
  }),
  defineCheck({
    ...style,
    id: 'styleLoss.gradient',
    kind: 'gradient',
    title: 'the gradient with respect to the features of each layer',
    points: 2,
    inputs: styleInputs(1, [0, 2, 3]),
    answer: (exports, inputs, context) => {
      const { styleLayers, feats } = inputs;
      const gradients = tf.grads((...taped: tf.Tensor[]) => {
        const current = [...feats];
        for (const [i, layer] of styleLayers.entries()) current[layer] = taped[i]!;
        return styleLoss(exports, inputs, context, current);
      })(styleLayers.map((layer) => feats[layer]!));
      return Object.fromEntries(styleLayers.map((layer, i) => [`gradient of layer ${layer}`, gradients[i]!]));
    },
  }),
  defineCheck({
    ...style,
    id: 'styleLoss.property.zeroAtTarget',
    kind: 'property',
    title: 'the loss is 0 if the Gram matrices equal the targets',
    points: 1,
    // All features are 1: every entry of the normalized Gram matrix is 1 / C, for any height and width.
    inputs: () => ({
      feats: [float32([1, 3, 4, 5], new Array(60).fill(1))],
      styleTargets: [float32([1, 5, 5], new Array(25).fill(1 / 5))],
      styleLayers: [0],
      styleWeights: [1000],
    }),
    answer: (exports, inputs, context) => ({ loss: styleLoss(exports, inputs, context) }),
    expected: zerosLike,
  }),
];

export const styleLossChecks = [...gramChecks, ...styleChecks];
