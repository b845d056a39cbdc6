import type * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import { type CheckContext, defineCheck, type Exports } from '../../harness/check.ts';
import { inAnotherOrder } from './batch.ts';
import { dependenciesIn } from './dependencies.ts';
import { labelsOf, rankedImages } from './labeled.ts';
import { subjects } from './subjects.ts';
import { toyTwins } from './toy/images.ts';
import { toyModel } from './toy/network.ts';

const common = {
  subject: subjects.guidedGradCam,
  tolerance: 1e-3,
  perExample: true,
  usesModel: true,
  visibility: 'visible',
} as const;

export function guidedGradCam(
  exports: Exports,
  X: tf.Tensor,
  y: tf.Tensor,
  model: Model,
  context: CheckContext,
): tf.Tensor {
  const gradCam = new exports.GradCam();
  const dependencies = dependenciesIn(context);
  if (dependencies) {
    gradCam.guidedBackprop = dependencies.guidedBackprop;
    gradCam.gradCam = dependencies.gradCam;
  }
  return gradCam.guidedGradCam(X, y, model);
}

export const guidedGradCamChecks = [
  defineCheck({
    ...common,
    id: 'guidedGradCam.value',
    kind: 'value',
    title: 'one image that is not square',
    points: 1.5,
    inputs: rankedImages(1, 64, 80),
    answer: (exports, { X, ranks }, context) => ({
      product: guidedGradCam(exports, X, labelsOf(context.model, X, ranks), context.model, context),
    }),
  }),
  defineCheck({
    ...common,
    usesModel: false,
    id: 'guidedGradCam.value.toy',
    kind: 'value',
    title: 'five images in a small network, two of them the same, each for its own class',
    points: 1.5,
    inputs: toyTwins(5),
    answer: (exports, { X, y, weights }, context) => ({
      product: guidedGradCam(exports, X, y, toyModel(weights), context),
    }),
  }),
  defineCheck({
    ...common,
    ...inAnotherOrder(guidedGradCam, [3, 0, 4, 2, 1]),
    id: 'guidedGradCam.property.permutation',
    title: 'permuting the images permutes the products',
    points: 0.5,
  }),
];
