import type * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import { defineCheck, type Exports } from '../../harness/check.ts';
import { nonNegative } from '../../harness/expectations.ts';
import { inAnotherOrder } from './batch.ts';
import { labelsOf, rankedImages, rankedTwins } from './labeled.ts';
import { subjects } from './subjects.ts';
import { toyTwins } from './toy/images.ts';
import { toyModel } from './toy/network.ts';

const common = {
  subject: subjects.gradCamMap,
  tolerance: 1e-3,
  perExample: true,
  usesModel: true,
  visibility: 'visible',
} as const;

export const gradCamMap = (exports: Exports, X: tf.Tensor, y: tf.Tensor, model: Model): tf.Tensor =>
  new exports.GradCam().gradCamMap(X, y, model);

export const gradCamMapChecks = [
  defineCheck({
    ...common,
    usesModel: false,
    id: 'gradCamMap.value.toy',
    kind: 'value',
    title: 'five images in a small network whose head is not an average',
    points: 2.5,
    inputs: toyTwins(5),
    answer: (exports, { X, y, weights }) => ({ map: gradCamMap(exports, X, y, toyModel(weights)) }),
  }),
  defineCheck({
    ...common,
    id: 'gradCamMap.value',
    kind: 'value',
    title: 'the map of one image that is not square, for a class that is not the top one',
    points: 1.5,
    inputs: rankedImages(1, 64, 96),
    answer: (exports, { X, ranks }, { model }) => ({ map: gradCamMap(exports, X, labelsOf(model, X, ranks), model) }),
  }),
  defineCheck({
    ...common,
    id: 'gradCamMap.value.batch',
    kind: 'value',
    title: 'the maps of five images, two of them the same, each for its own class',
    points: 1.5,
    inputs: rankedTwins(5, 80, 64),
    answer: (exports, { X, ranks }, { model }) => ({ map: gradCamMap(exports, X, labelsOf(model, X, ranks), model) }),
  }),
  defineCheck({
    ...common,
    usesModel: false,
    id: 'gradCamMap.property.nonNegative',
    kind: 'property',
    title: 'no value is negative',
    points: 0.5,
    inputs: toyTwins(5),
    answer: (exports, { X, y, weights }) => ({ map: gradCamMap(exports, X, y, toyModel(weights)) }),
    expected: nonNegative,
  }),
  defineCheck({
    ...common,
    ...inAnotherOrder(gradCamMap, [3, 0, 4, 2, 1]),
    id: 'gradCamMap.property.permutation',
    title: 'permuting the images permutes the maps',
    points: 1,
  }),
];
