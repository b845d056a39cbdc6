import type * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import { defineCheck, type Exports } from '../../harness/check.ts';
import { nonNegative } from '../../harness/expectations.ts';
import { aloneAndAmongOthers, inAnotherOrder } from './batch.ts';
import { labelsOf, rankedImages, rankedTwins } from './labeled.ts';
import { subjects } from './subjects.ts';
import { toyTwins } from './toy/images.ts';
import { toyModel } from './toy/network.ts';

const common = {
  subject: subjects.saliencyMap,
  tolerance: 1e-3,
  perExample: true,
  usesModel: true,
  visibility: 'visible',
} as const;

const saliencyMaps = (exports: Exports, X: tf.Tensor, y: tf.Tensor, model: Model): tf.Tensor =>
  new exports.SaliencyMap().computeSaliencyMaps(X, y, model);

export const saliencyMapChecks = [
  defineCheck({
    ...common,
    id: 'saliencyMap.value',
    kind: 'value',
    title: 'the map of one image that is not square',
    points: 3,
    inputs: rankedImages(1, 48, 64),
    answer: (exports, { X, ranks }, { model }) => ({
      maps: saliencyMaps(exports, X, labelsOf(model, X, ranks), model),
    }),
  }),
  defineCheck({
    ...common,
    id: 'saliencyMap.value.batch',
    kind: 'value',
    title: 'the maps of five images, two of them the same, each for its own class',
    points: 4,
    inputs: rankedTwins(5, 48, 56),
    answer: (exports, { X, ranks }, { model }) => ({
      maps: saliencyMaps(exports, X, labelsOf(model, X, ranks), model),
    }),
  }),
  defineCheck({
    ...common,
    usesModel: false,
    id: 'saliencyMap.property.nonNegative',
    kind: 'property',
    title: 'no value is negative',
    points: 1,
    inputs: toyTwins(5),
    answer: (exports, { X, y, weights }) => ({ maps: saliencyMaps(exports, X, y, toyModel(weights)) }),
    expected: nonNegative,
  }),
  defineCheck({
    ...common,
    ...aloneAndAmongOthers(saliencyMaps),
    id: 'saliencyMap.property.neighbours',
    title: 'an image gets the same map alone and in a batch',
    points: 1,
  }),
  defineCheck({
    ...common,
    ...inAnotherOrder(saliencyMaps, [1, 3, 0, 4, 2]),
    id: 'saliencyMap.property.permutation',
    title: 'permuting the images permutes the maps',
    points: 1,
  }),
];
