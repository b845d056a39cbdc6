import * as tf from '@tensorflow/tfjs';
import type { Random } from '#lib/random.ts';
import { float32, normalArray } from '#lib/tensor/array.ts';
import { type CheckContext, defineCheck, type Exports } from '../../harness/check.ts';
import { permutes, symmetric, zerosLike } from '../../harness/expectations.ts';
import { dependenciesIn } from './dependencies.ts';
import { activationMap } from './feature_map.ts';
import { subjects } from './subjects.ts';

const tolerance = 1e-4;
const ORDER = [3, 0, 4, 2, 1];

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
    inputs: (random) => ({ F: activationMap(random, [1, 7, 5, 11]) }),
    answer: (exports, { F }) => ({ gram: gramMatrix(exports, F) }),
  }),
  defineCheck({
    ...gram,
    id: 'gramMatrix.value.batch',
    kind: 'value',
    title: 'five images at once',
    points: 2,
    perExample: true,
    inputs: (random) => ({ F: activationMap(random, [5, 7, 6, 11]) }),
    answer: (exports, { F }) => ({ gram: gramMatrix(exports, F, true) }),
  }),
  defineCheck({
    ...gram,
    id: 'gramMatrix.value.raw',
    kind: 'value',
    title: 'without normalization',
    points: 1,
    inputs: (random) => ({ F: activationMap(random, [5, 6, 8, 7]) }),
    answer: (exports, { F }) => ({ gram: gramMatrix(exports, F, false) }),
  }),
  defineCheck({
    ...gram,
    id: 'gramMatrix.gradient',
    kind: 'gradient',
    title: 'the gradient of a weighted sum of its entries',
    points: 2,
    inputs: (random) => ({ F: activationMap(random, [5, 7, 6, 8]), weights: normalArray(random, [5, 8, 8]) }),
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
    inputs: (random) => ({ F: activationMap(random, [5, 6, 8, 7]) }),
    answer: (exports, { F }) => ({ gram: gramMatrix(exports, F) }),
    expected: symmetric,
  }),
  defineCheck({
    ...gram,
    id: 'gramMatrix.property.permutation',
    kind: 'property',
    title: 'permuting the images permutes the matrices',
    points: 0.5,
    inputs: (random) => ({ F: activationMap(random, [5, 7, 6, 8]) }),
    answer: (exports, { F }) => ({
      straight: gramMatrix(exports, F),
      permuted: gramMatrix(exports, F.gather(tf.tensor1d(ORDER, 'int32'))),
    }),
    expected: permutes(ORDER),
  }),
];

const LAYER_SHAPES = [
  [13, 11, 7],
  [13, 11, 17],
  [11, 7, 13],
  [11, 7, 16],
  [7, 11, 19],
] as const;

/** Features of five layers, and targets with the shapes of their Gram matrices. */
const styleInputs = (N: number, styleLayers: number[]) => (random: Random) => {
  const feats = LAYER_SHAPES.map((shape) => activationMap(random, [N, ...shape]));
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
    title: 'the loss over five layers',
    points: 2,
    inputs: styleInputs(1, [0, 1, 2, 3, 4]),
    answer: (exports, inputs, context) => ({ loss: styleLoss(exports, inputs, context) }),
  }),
  defineCheck({
    ...style,
    id: 'styleLoss.value.layers',
    kind: 'value',
    title: 'only the requested layers, in order',
    points: 2,
    inputs: styleInputs(1, [4, 1, 3]),
    answer: (exports, inputs, context) => ({ loss: styleLoss(exports, inputs, context) }),
  }),
  defineCheck({
    ...style,
    id: 'styleLoss.value.batch',
    kind: 'value',
    title: 'the loss of five images at once',
    points: 1,
    inputs: styleInputs(5, [0, 4]),
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
      feats: [float32([1, 7, 8, 5], new Array(280).fill(1))],
      styleTargets: [float32([1, 5, 5], new Array(25).fill(1 / 5))],
      styleLayers: [0],
      styleWeights: [1037],
    }),
    answer: (exports, inputs, context) => ({ loss: styleLoss(exports, inputs, context) }),
    expected: zerosLike,
  }),
];

export const styleLossChecks = [...gramChecks, ...styleChecks];
