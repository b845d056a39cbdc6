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

const gradient: Explain = (X, y, model) =>
  tf.grad((X: tf.Tensor) => tf.sum(model.scores(X as tf.Tensor4D).mul(tf.oneHot(y, model.numClasses))))(X);

const saliencyVariants = [
  saliency('saliency.squared', 'the largest square', (X, y, model) => gradient(X, y, model).square().max(-1)),
  saliency('saliency.red', 'the first channel only', (X, y, model) =>
    gradient(X, y, model).abs().slice([0, 0, 0, 0], [-1, -1, -1, 1]).squeeze([3]),
  ),
  saliency(
    'saliency.unit',
    'divided by the largest value of each image',
    (X, y, model) => {
      const maps = gradient(X, y, model).abs().max(-1);
      return maps.div(maps.max([1, 2], true));
    },
    'saliency.minmax',
  ),
  saliency('saliency.nextLabel', 'labels counted from 1', (X, y, model) =>
    gradient(X, y.add(1).mod(model.numClasses).cast('int32') as tf.Tensor1D, model)
      .abs()
      .max(-1),
  ),
];

const guided = heldOutOf<Relu>(subjects.guidedRelu, (guidedRelu) => ({ guidedRelu }));

const withBackward =
  (value: (x: tf.Tensor) => tf.Tensor, backward: (x: tf.Tensor, dy: tf.Tensor) => tf.Tensor): Relu =>
  (x) =>
    tf.customGrad((x, save) => {
      (save as tf.GradSaveFunc)([x as tf.Tensor]);
      return { value: value(x as tf.Tensor), gradFunc: (dy: tf.Tensor, [x]: tf.Tensor[]) => backward(x!, dy) };
    })(x);

const passes = (x: tf.Tensor, dy: tf.Tensor): tf.Tensor => tf.relu(dy).mul(tf.step(x));

const guidedVariants = [
  guided(
    'guidedRelu.leaky',
    'a leaky ReLU forward',
    withBackward((x) => tf.leakyRelu(x, 0.2), passes),
  ),
  guided(
    'guidedRelu.negative',
    'only negative signals pass',
    withBackward(
      (x) => tf.relu(x),
      (x, dy) => dy.minimum(0).mul(tf.step(x)),
    ),
  ),
  guided(
    'guidedRelu.flippedMask',
    'passes where x is negative',
    withBackward(
      (x) => tf.relu(x),
      (x, dy) => tf.relu(dy).mul(tf.step(x.neg())),
    ),
  ),
  guided(
    'guidedRelu.capped',
    'signals are cut off at 1',
    withBackward(
      (x) => tf.relu(x),
      (x, dy) => dy.clipByValue(0, 1).mul(tf.step(x)),
    ),
  ),
];

const backprop = heldOutOf<Explain>(subjects.guidedBackprop, (guidedBackprop) => ({
  guidedRelu: referenceDependencies.guidedRelu,
  GradCam: class {
    guidedBackprop = guidedBackprop;
  },
}));

const guidedGradient: Explain = (X, y, model) => gradient(X, y, model.withRelu(referenceDependencies.guidedRelu));

const backpropVariants = [
  backprop('guidedBackprop.timesInput', 'times the image', (X, y, model) => guidedGradient(X, y, model).mul(X)),
  backprop('guidedBackprop.firstImage', "the first image's gradient for all", (X, y, model) =>
    guidedGradient(X, y, model).slice([0], [1]).tile([X.shape[0], 1, 1, 1]),
  ),
  backprop('guidedBackprop.doubled', 'forward and backward twice, added up', (X, y, model) =>
    guidedGradient(X, y, model).add(guidedGradient(X, y, model)),
  ),
  backprop('guidedBackprop.gray', 'the mean over the channels, repeated', (X, y, model) =>
    guidedGradient(X, y, model).mean(-1, true).tile([1, 1, 1, 3]),
  ),
];

export const mapVariants = [...saliencyVariants, ...guidedVariants, ...backpropVariants];
