import * as tf from '@tensorflow/tfjs';
import type { Random } from '#lib/random.ts';
import { defineCheck, type Exports } from '../../harness/check.ts';
import { zerosLike } from '../../harness/expectations.ts';
import { featureMap } from './feature_map.ts';
import { subjects } from './subjects.ts';

const subject = subjects.contentLoss;
const tolerance = 1e-4;

const inputs = (shape: number[]) => (random: Random) => ({
  contentWeight: random.uniform(0.02, 0.2),
  contentCurrent: featureMap(random, shape),
  contentOriginal: featureMap(random, shape),
});

const contentLoss = (exports: Exports, weight: number, current: tf.Tensor, original: tf.Tensor): tf.Scalar =>
  new exports.ContentLoss().forward(weight, current, original);

export const contentLossChecks = [
  defineCheck({
    id: 'contentLoss.value',
    subject,
    kind: 'value',
    title: 'the loss of one image',
    points: 2,
    visibility: 'visible',
    tolerance,
    inputs: inputs([1, 7, 5, 11]),
    answer: (exports, { contentWeight, contentCurrent, contentOriginal }) => ({
      loss: contentLoss(exports, contentWeight, contentCurrent, contentOriginal),
    }),
  }),
  defineCheck({
    id: 'contentLoss.value.batch',
    subject,
    kind: 'value',
    title: 'the loss of five images at once',
    points: 1,
    visibility: 'visible',
    tolerance,
    inputs: inputs([5, 7, 9, 11]),
    answer: (exports, { contentWeight, contentCurrent, contentOriginal }) => ({
      loss: contentLoss(exports, contentWeight, contentCurrent, contentOriginal),
    }),
  }),
  defineCheck({
    id: 'contentLoss.gradient',
    subject,
    kind: 'gradient',
    title: 'the gradient with respect to the current features',
    points: 2,
    visibility: 'visible',
    tolerance,
    inputs: inputs([5, 7, 8, 11]),
    answer: (exports, { contentWeight, contentCurrent, contentOriginal }) => ({
      gradient: tf.grad((F: tf.Tensor) => contentLoss(exports, contentWeight, F, contentOriginal))(contentCurrent),
    }),
  }),
  defineCheck({
    id: 'contentLoss.property.zeroAtTarget',
    subject,
    kind: 'property',
    title: 'the loss is 0 if the features are equal',
    points: 1,
    visibility: 'visible',
    tolerance,
    inputs: inputs([1, 7, 5, 9]),
    answer: (exports, { contentWeight, contentOriginal }) => ({
      loss: contentLoss(exports, contentWeight, contentOriginal, contentOriginal.clone()),
    }),
    expected: zerosLike,
  }),
];
