import * as tf from '@tensorflow/tfjs';
import type { Random } from '#lib/random.ts';
import { normalArray } from '#lib/tensor/array.ts';
import { defineCheck, type Exports } from '../../harness/check.ts';
import { zerosLike } from '../../harness/expectations.ts';
import { subjects } from './subjects.ts';

const subject = subjects.contentLoss;
const tolerance = 1e-4;

const inputs = (shape: number[]) => (random: Random) => ({
  contentWeight: random.uniform(0.02, 0.2),
  contentCurrent: normalArray(random, shape),
  contentOriginal: normalArray(random, shape),
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
    inputs: inputs([1, 7, 5, 6]),
    answer: (exports, { contentWeight, contentCurrent, contentOriginal }) => ({
      loss: contentLoss(exports, contentWeight, contentCurrent, contentOriginal),
    }),
  }),
  defineCheck({
    id: 'contentLoss.value.batch',
    subject,
    kind: 'value',
    title: 'the loss of three images at once',
    points: 1,
    visibility: 'visible',
    tolerance,
    inputs: inputs([3, 4, 9, 5]),
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
    inputs: inputs([2, 5, 6, 4]),
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
    inputs: inputs([1, 4, 3, 8]),
    answer: (exports, { contentWeight, contentOriginal }) => ({
      loss: contentLoss(exports, contentWeight, contentOriginal, contentOriginal.clone()),
    }),
    expected: zerosLike,
  }),
];
