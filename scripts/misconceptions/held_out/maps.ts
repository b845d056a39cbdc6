/** Saliency, guided ReLU and guided backprop. */
import * as tf from '@tensorflow/tfjs';
import { subjects } from '../../../assignment/checks/subjects.ts';
import { referenceDependencies } from '../../../assignment/reference_dependencies/index.ts';
import type { Model, Relu } from '../../../lib/models/model.ts';
import { heldOutOf } from './held_out.ts';

type Explain = (X: tf.Tensor4D, y: tf.Tensor1D, model: Model) => tf.Tensor;

const saliency = heldOutOf<Explain>(subjects.saliencyMap, (computeSaliencyMaps) => ({
  SaliencyMap: class {
    computeSaliencyMaps = computeSaliencyMaps;
  },
}));

/** The gradient, with respect to the images, of what `objective` makes of the scores and the one-hot labels. */
const gradientOf =
  (objective: (scores: tf.Tensor2D, own: tf.Tensor) => tf.Tensor): ((...args: Parameters<Explain>) => tf.Tensor4D) =>
  (X, y, model) =>
    tf.grad((X: tf.Tensor) => objective(model.scores(X as tf.Tensor4D), tf.oneHot(y, model.numClasses)))(
      X,
    ) as tf.Tensor4D;
const gradient = gradientOf((scores, own) => tf.sum(scores.mul(own)));

const NOISY_COPIES = 8;

const saliencyVariants = [
  saliency(
    'saliency.absMean',
    'the magnitude of the mean over the channels',
    (X, y, model) => gradient(X, y, model).mean(-1).abs(),
    'saliency.absOfMean',
  ),
  saliency('saliency.margin', "the score minus the best other class's", (X, y, model) =>
    gradientOf((scores, own) =>
      scores
        .mul(own)
        .sum(1)
        .sub(scores.sub(own.mul(1e6)).max(1))
        .sum(),
    )(X, y, model)
      .abs()
      .max(-1),
  ),
  saliency('saliency.smoothGrad', 'SmoothGrad: the mean over noisy copies', (X, y, model) => {
    const maps = Array.from({ length: NOISY_COPIES }, (_, seed) => {
      const noisy = X.add(tf.randomNormal(X.shape, 0, 0.15, 'float32', seed + 1)) as tf.Tensor4D;
      return gradient(noisy, y, model).abs().max(-1);
    });
    return tf.addN(maps).div(NOISY_COPIES);
  }),
  saliency(
    'saliency.softMean',
    'the gradient of the probability, averaged over the channels',
    (X, y, model) =>
      gradientOf((scores, own) => tf.sum(scores.softmax().mul(own)))(X, y, model)
        .abs()
        .mean(-1),
    'saliency.softmax',
    'saliency.mean',
  ),
];

const guided = heldOutOf<Relu>(subjects.guidedRelu, (guidedRelu) => ({ guidedRelu }));

/** max(x, 0) with a custom backward pass. */
const reluWith =
  (backward: (x: tf.Tensor, dy: tf.Tensor) => tf.Tensor): Relu =>
  (x) =>
    tf.customGrad((x, save) => {
      (save as tf.GradSaveFunc)([x as tf.Tensor]);
      return { value: tf.relu(x as tf.Tensor), gradFunc: (dy: tf.Tensor, [x]: tf.Tensor[]) => backward(x!, dy) };
    })(x);

const guidedVariants = [
  guided(
    'guidedRelu.sameSign',
    'passes where x and dy have the same sign',
    reluWith((x, dy) => dy.mul(tf.step(x.mul(dy)))),
  ),
  guided(
    'guidedRelu.stepAlpha',
    'a slope of 0.01 in the step function',
    reluWith((x, dy) => tf.relu(dy).mul(tf.step(x, 0.01))),
  ),
  guided(
    'guidedRelu.reluOfProduct',
    'the ReLU of x times dy',
    reluWith((x, dy) => tf.relu(x.mul(dy))),
  ),
  guided(
    'guidedRelu.masksAdded',
    'the two masks added instead of multiplied',
    reluWith((x, dy) => dy.mul(tf.step(x).add(tf.step(dy)))),
  ),
];

const backprop = heldOutOf<Explain>(subjects.guidedBackprop, (guidedBackprop) => ({
  guidedRelu: referenceDependencies.guidedRelu,
  GradCam: class {
    guidedBackprop = guidedBackprop;
  },
}));

const guidedModel = (model: Model): Model => model.withRelu(referenceDependencies.guidedRelu);

const backpropVariants = [
  backprop('guidedBackprop.asPicture', 'standardized around gray and clipped, as for a picture', (X, y, model) => {
    const g = gradient(X, y, guidedModel(model));
    const { mean, variance } = tf.moments(g, [1, 2, 3], true);
    return g.sub(mean).div(variance.sqrt().add(1e-5)).mul(0.1).add(0.5).clipByValue(0, 1);
  }),
  backprop('guidedBackprop.ownSeed', 'the backward pass starts from the score instead of 1', (X, y, model) =>
    gradientOf((scores, own) => scores.mul(own).square().sum().div(2))(X, y, guidedModel(model)),
  ),
  backprop('guidedBackprop.bgr', 'the color channels in the reverse order', (X, y, model) =>
    gradient(X, y, guidedModel(model)).reverse(-1),
  ),
  backprop('guidedBackprop.lastFeatures', 'the sum of the last feature map instead of a score', (X, _y, model) =>
    tf.grad((X: tf.Tensor) =>
      guidedModel(model)
        .features(X as tf.Tensor4D)
        .at(-1)!
        .sum(),
    )(X),
  ),
];

export const mapVariants = [...saliencyVariants, ...guidedVariants, ...backpropVariants];
