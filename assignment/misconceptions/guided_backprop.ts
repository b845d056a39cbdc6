import * as tf from '@tensorflow/tfjs';
import type { Model, Relu } from '#lib/models/model.ts';
import { subjects } from '../checks/subjects.ts';
import { referenceDependencies } from '../reference_dependencies/index.ts';
import { variantsOf } from './misconception.ts';
import {
  firstLabel,
  GATHERED,
  gatheredScore,
  gradientOf,
  own,
  ownScore,
  predicted,
  vanillaGradient,
} from './objectives.ts';

type GuidedBackprop = (X: tf.Tensor4D, y: tf.Tensor1D, model: Model) => tf.Tensor;

const exportsWith = (guidedBackprop: GuidedBackprop) => ({
  guidedRelu: referenceDependencies.guidedRelu,
  GradCam: class {
    guidedBackprop = guidedBackprop;
  },
});
const relus = variantsOf<GuidedBackprop>(subjects.guidedBackprop, 'guidedRelu', exportsWith);
export const guidedBackpropVariant = variantsOf<GuidedBackprop>(subjects.guidedBackprop, 'guidedBackprop', exportsWith);

/**
 * The gradient of each image's own score if the n-th ReLU of a forward pass, counted from 0, is guided only if `isGuided(n)`.
 */
const partlyGuided =
  (isGuided: (n: number) => boolean): GuidedBackprop =>
  (X, y, model) =>
    gradientOf((X) => {
      let n = 0;
      const relu: Relu = (x) => (isGuided(n++) ? referenceDependencies.guidedRelu(x) : tf.relu(x));
      return ownScore(y, model.withRelu(relu))(X);
    }, X);

const guided = (model: Model): Model => model.withRelu(referenceDependencies.guidedRelu);

export const guidedBackpropMisconceptions = [
  relus(
    'topOnly',
    'only the first ReLU is guided',
    'Only the first ReLU lets signals through the guided way; every other one must too, and Fire modules contain three each.',
    partlyGuided((n) => n === 0),
  ),
  relus(
    'fireOnly',
    'the first ReLU is not guided',
    'The first ReLU of the network, layer 1, is still an ordinary one. Count: 1 + 8 × 3 ReLUs in the features.',
    partlyGuided((n) => n > 0),
  ),
  guidedBackpropVariant(
    'vanilla',
    'the usual gradient',
    'This is the ordinary gradient: `withRelu` returns another model and leaves the old one as it is; use the one it returns.',
    vanillaGradient,
  ),
  guidedBackpropVariant('gathered', "every label's score from every image", GATHERED, (X, y, model) =>
    gradientOf(gatheredScore(y, guided(model)), X),
  ),
  guidedBackpropVariant(
    'deconv',
    'a deconvnet instead of guided backprop',
    'This is what a ReLU gives that only looks at dy: pass your `guidedRelu` to `withRelu`.',
    (X, y, model) => {
      const deconvRelu: Relu = (x) =>
        tf.customGrad((x) => ({ value: tf.relu(x as tf.Tensor), gradFunc: (dy: tf.Tensor) => tf.relu(dy) }))(x);
      return vanillaGradient(X, y, model.withRelu(deconvRelu));
    },
  ),
  guidedBackpropVariant(
    'accum',
    'the usual gradient is added',
    'There is an ordinary gradient in your result: start from a clean gradient, do not add to an old one.',
    (X, y, model) => vanillaGradient(X, y, guided(model)).add(vanillaGradient(X, y, model)),
  ),
  guidedBackpropVariant(
    'abs',
    'the absolute value',
    'Guided backprop keeps its sign: no absolute value.',
    (X, y, model) => vanillaGradient(X, y, guided(model)).abs(),
  ),
  guidedBackpropVariant(
    'relu',
    'negative values are cut off at the end',
    'Guided backprop keeps its sign: the image itself has no ReLU, so negative values stay.',
    (X, y, model) => vanillaGradient(X, y, guided(model)).relu(),
  ),
  guidedBackpropVariant(
    'abs.channels',
    'the maximum of the absolute value over the channels, as in the saliency map',
    'Guided backprop keeps sign and color: return [N,H,W,3] without a maximum over the channels.',
    (X, y, model) => vanillaGradient(X, y, guided(model)).abs().max(-1),
  ),
  guidedBackpropVariant('layout', 'channels second', 'The channels come last: return [N,H,W,3].', (X, y, model) =>
    vanillaGradient(X, y, guided(model)).transpose([0, 3, 1, 2]),
  ),
  guidedBackpropVariant(
    'ce',
    'the gradient of the cross-entropy',
    'Differentiate the score of the class, not the loss: the loss flips the sign, and is flat when the network is confident.',
    (X, y, model) => gradientOf((X) => tf.sum(guided(model).scores(X).logSoftmax().mul(own(y, model))).neg(), X),
  ),
  guidedBackpropVariant(
    'softmax',
    'the gradient of the probability',
    'Differentiate the unnormalized score: softmax mixes all other classes in, and is flat when the network is confident.',
    (X, y, model) => gradientOf((X) => tf.sum(guided(model).scores(X).softmax().mul(own(y, model))), X),
  ),
  guidedBackpropVariant(
    'perImageScale',
    'divided by the maximum of each image',
    'Return the raw gradient: scaling is for display.',
    (X, y, model) => {
      const gradient = vanillaGradient(X, y, guided(model));
      return gradient.div(gradient.abs().max([1, 2, 3], true));
    },
  ),
  guidedBackpropVariant(
    'batchMean',
    'the mean of the scores over the batch',
    'The result of an image must not depend on the batch size: sum the scores of the batch, do not average them.',
    (X, y, model) => vanillaGradient(X, y, guided(model)).div(X.shape[0]),
  ),
  guidedBackpropVariant(
    'allClasses',
    'the sum of all scores',
    'Pick one score for each image, that of its label, before you sum.',
    (X, _y, model) => gradientOf((X) => tf.sum(guided(model).scores(X)), X),
  ),
  guidedBackpropVariant(
    'pred',
    'the class the network predicts',
    'Which class did the caller ask about? Use the labels y, not the class with the highest score.',
    (X, _y, model) => vanillaGradient(X, predicted(X, model), guided(model)),
  ),
  guidedBackpropVariant(
    'firstLabel',
    "the first image's label for all",
    'Each image has its own label: image n is explained for y[n].',
    (X, y, model) => vanillaGradient(X, firstLabel(y), guided(model)),
  ),
  relus(
    'lastPlain',
    'the last ReLU is not guided',
    'The last ReLU of the network is still an ordinary one: `withRelu` replaces every one of them.',
    (X, y, model) => {
      let count = 0;
      const counting: Relu = (x) => {
        count++;
        return tf.relu(x);
      };
      model.withRelu(counting).scores(X);
      return partlyGuided((n) => (n + 1) % count !== 0)(X, y, model);
    },
  ),
];
