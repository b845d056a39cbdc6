import * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import { type CheckContext, defineCheck, type Exports } from '../../harness/check.ts';
import { aloneAndAmongOthers } from './batch.ts';
import { dependenciesIn } from './dependencies.ts';
import { labelsOf, rankedImages, rankedTwins } from './labeled.ts';
import { withReluInPlaceOf } from './replace_relu.ts';
import { subjects } from './subjects.ts';
import { toyTwins } from './toy/images.ts';
import { toyModel } from './toy/network.ts';

const common = {
  subject: subjects.guidedBackprop,
  tolerance: 1e-3,
  perExample: true,
  usesModel: true,
  visibility: 'visible',
} as const;

function guidedBackprop(exports: Exports, X: tf.Tensor, y: tf.Tensor, model: Model, context: CheckContext): tf.Tensor {
  const dependencies = dependenciesIn(context);
  const seen = dependencies ? withReluInPlaceOf(model, exports.guidedRelu, dependencies.guidedRelu) : model;
  return new exports.GradCam().guidedBackprop(X, y, seen);
}

export const guidedBackpropChecks = [
  defineCheck({
    ...common,
    id: 'guidedBackprop.value',
    kind: 'value',
    title: 'the gradient of one image that is not square',
    points: 1.5,
    inputs: rankedImages(1, 48, 64),
    answer: (exports, { X, ranks }, context) => ({
      gradient: guidedBackprop(exports, X, labelsOf(context.model, X, ranks), context.model, context),
    }),
  }),
  defineCheck({
    ...common,
    id: 'guidedBackprop.value.batch',
    kind: 'value',
    title: 'five images, two of them the same, each for its own class',
    points: 1.5,
    inputs: rankedTwins(5, 56, 40),
    answer: (exports, { X, ranks }, context) => ({
      gradient: guidedBackprop(exports, X, labelsOf(context.model, X, ranks), context.model, context),
    }),
  }),
  defineCheck({
    ...common,
    usesModel: false,
    id: 'guidedBackprop.value.toy',
    kind: 'value',
    title: 'another network, whose scores can be negative',
    points: 1,
    visibility: 'after_published',
    inputs: toyTwins(5),
    answer: (exports, { X, y, weights }, context) => ({
      gradient: guidedBackprop(exports, X, y, toyModel(weights), context),
    }),
  }),
  defineCheck({
    ...common,
    ...aloneAndAmongOthers(guidedBackprop),
    id: 'guidedBackprop.property.neighbours',
    title: 'an image gets the same gradient alone and in a batch',
    points: 1,
  }),
  defineCheck({
    ...common,
    usesModel: false,
    id: 'guidedBackprop.property.untouched',
    kind: 'property',
    title: "the model's own gradient is unchanged, and a second call gives the same result",
    points: 1,
    inputs: toyTwins(5),
    answer: (exports, { X, y, weights }, context) => {
      const model = toyModel(weights);
      const plain = tf.grad((X: tf.Tensor) => model.scores(X as tf.Tensor4D));
      const before = plain(X);
      const first = guidedBackprop(exports, X, y, model, context);
      const after = plain(X);
      const second = guidedBackprop(exports, X, y, model, context);
      return { before, after, first, second };
    },
    expected: ({ before, first }) => ({ before: before!, after: before!, first: first!, second: first! }),
  }),
];
