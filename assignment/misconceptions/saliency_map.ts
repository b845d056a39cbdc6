import * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import { subjects } from '../checks/subjects.ts';
import { variantsOf } from './misconception.ts';
import { GATHERED, gatheredScore, gradientOf, own, ownScore } from './objectives.ts';

type Maps = (X: tf.Tensor4D, y: tf.Tensor1D, model: Model) => tf.Tensor;

export const saliencyVariant = variantsOf<Maps>(subjects.saliencyMap, 'saliency', (computeSaliencyMaps) => ({
  SaliencyMap: class {
    computeSaliencyMaps = computeSaliencyMaps;
  },
}));

const strongest = (gradient: tf.Tensor): tf.Tensor => gradient.abs().max(-1);

export const saliencyMisconceptions = [
  saliencyVariant(
    'noabs',
    'the maximum of the signed gradient',
    'Magnitude, not sign, is what matters: take the absolute value of the gradient before the maximum over the channels.',
    (X, y, model) => gradientOf(ownScore(y, model), X).max(-1),
  ),
  saliencyVariant(
    'noabs.after',
    'the absolute value after the maximum',
    'Order matters: first the absolute value of the gradient, then the maximum over the channels. A large negative gradient counts too.',
    (X, y, model) => gradientOf(ownScore(y, model), X).max(-1).abs(),
  ),
  saliencyVariant(
    'sum',
    'the sum over the channels',
    'The map is the maximum over the three channels, not their sum.',
    (X, y, model) => gradientOf(ownScore(y, model), X).abs().sum(-1),
  ),
  saliencyVariant(
    'mean',
    'the mean over the channels',
    'The map is the maximum over the three channels, not their mean.',
    (X, y, model) => gradientOf(ownScore(y, model), X).abs().mean(-1),
  ),
  saliencyVariant(
    'axis',
    'reduced over the height (axis 1, the channels of NCHW)',
    'Images are [N,H,W,3]: the color axis is the last one. Print the shape of what you return: it should be [N,H,W].',
    (X, y, model) => gradientOf(ownScore(y, model), X).abs().max(1),
  ),
  saliencyVariant(
    'axis.batch',
    'reduced over the images',
    'You reduced over the images (axis 0): every image has its own map. The color axis is the last one.',
    (X, y, model) => gradientOf(ownScore(y, model), X).abs().max(0),
  ),
  saliencyVariant(
    'ce',
    'the gradient of the cross-entropy',
    'Differentiate the unnormalized score of the class, not the loss: the loss is flat when the network is confident.',
    (X, y, model) => strongest(gradientOf((X) => tf.sum(model.scores(X).logSoftmax().mul(own(y, model))).neg(), X)),
  ),
  saliencyVariant(
    'softmax',
    'the gradient of the probability',
    'Differentiate the unnormalized score: softmax mixes all other classes in, and is flat when the network is confident.',
    (X, y, model) => strongest(gradientOf((X) => tf.sum(model.scores(X).softmax().mul(own(y, model))), X)),
  ),
  saliencyVariant(
    'batchMean',
    'the mean of the scores over the batch',
    'The result of an image must not depend on the batch size: sum the scores of the batch, do not average them.',
    (X, y, model) => strongest(gradientOf((X) => ownScore(y, model)(X).div(X.shape[0]), X)),
  ),
  saliencyVariant(
    'allClasses',
    'the sum of all scores',
    'Pick one score for each image, that of its label, before you sum.',
    (X, _y, model) => strongest(gradientOf((X) => tf.sum(model.scores(X)), X)),
  ),
  saliencyVariant('gathered', "every label's score from every image", GATHERED, (X, y, model) =>
    strongest(gradientOf(gatheredScore(y, model), X)),
  ),
  saliencyVariant(
    'pred',
    'the class the network predicts',
    'Which class did the caller ask about? Use the labels y, not the class with the highest score.',
    (X, _y, model) => strongest(gradientOf((X) => tf.sum(model.scores(X).max(1)), X)),
  ),
  saliencyVariant(
    'firstLabel',
    "the first image's label for all",
    'Each image has its own label: image n is explained for y[n].',
    (X, y, model) => strongest(gradientOf(ownScore(y.slice([0], [1]).tile([y.shape[0]]) as tf.Tensor1D, model), X)),
  ),
  saliencyVariant(
    'minmax',
    'rescaled to [0,1]',
    'Return the raw values: scaling is for display, and makes images incomparable.',
    (X, y, model) => {
      const maps = strongest(gradientOf(ownScore(y, model), X));
      const low = maps.min([1, 2], true);
      return maps.sub(low).div(maps.max([1, 2], true).sub(low));
    },
  ),
  saliencyVariant(
    'timesInput',
    'gradient times input',
    'The map is the gradient alone: do not multiply it by the image.',
    (X, y, model) => strongest(gradientOf(ownScore(y, model), X).mul(X)),
  ),
  saliencyVariant(
    'l2',
    'the L2 norm over the channels',
    'The map is the maximum of the absolute values over the three channels, not the root of the sum of their squares.',
    (X, y, model) => gradientOf(ownScore(y, model), X).square().sum(-1).sqrt(),
  ),
  saliencyVariant(
    'relu',
    'a ReLU instead of the absolute value',
    'A large negative gradient counts too: take the absolute value, do not cut negative values off.',
    (X, y, model) => gradientOf(ownScore(y, model), X).relu().max(-1),
  ),
  saliencyVariant(
    'mixed',
    'the mean of all maps for each image',
    'Every image has its own map: do not average over the images (axis 0).',
    (X, y, model) =>
      strongest(gradientOf(ownScore(y, model), X))
        .mean(0, true)
        .tile([X.shape[0], 1, 1]),
  ),
];
