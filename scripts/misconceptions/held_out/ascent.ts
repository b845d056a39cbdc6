/** Fooling images and class visualization. */
import * as tf from '@tensorflow/tfjs';
import { subjects } from '../../../assignment/checks/subjects.ts';
import type { Model } from '../../../lib/models/model.ts';
import { heldOutOf } from './held_out.ts';

type Fool = (
  X: tf.Tensor4D,
  targetY: number,
  model: Model,
  options?: { learningRate?: number; maxIterations?: number },
) => tf.Tensor;

const fooling = heldOutOf<Fool>(subjects.makeFoolingImage, (makeFoolingImage) => ({
  FoolingImage: class {
    makeFoolingImage = makeFoolingImage;
  },
}));

const scoreGradient = (img: tf.Tensor, targetY: number, model: Model): tf.Tensor =>
  tf.grad((img: tf.Tensor) => tf.sum(model.scores(img as tf.Tensor4D).gather([targetY], 1)))(img);
const topClass = (img: tf.Tensor, model: Model): number =>
  model
    .scores(img as tf.Tensor4D)
    .argMax(1)
    .dataSync()[0]!;

/** A step of the given length along the gradient. */
function along(g: tf.Tensor, length: number): tf.Tensor {
  const norm = g.norm();
  if (norm.dataSync()[0] === 0) throw new Error('The gradient is 0.');
  return g.div(norm).mul(length);
}

const foolingVariants = [
  fooling(
    'fooling.offByOne',
    'one step more than maxIterations',
    (X, targetY, model, { learningRate = 1, maxIterations = 100 } = {}) => {
      let image: tf.Tensor = X.clone();
      for (let i = 0; i <= maxIterations && topClass(image, model) !== targetY; i++) {
        image = image.add(along(scoreGradient(image, targetY, model), learningRate));
      }
      return image;
    },
  ),
  fooling(
    'fooling.lateCheck',
    'looks whether it is fooled only after a step',
    (X, targetY, model, { learningRate = 1, maxIterations = 100 } = {}) => {
      let image: tf.Tensor = X.clone();
      for (let i = 0; i < maxIterations; i++) {
        image = image.add(along(scoreGradient(image, targetY, model), learningRate));
        if (topClass(image, model) === targetY) break;
      }
      return image;
    },
  ),
  fooling(
    'fooling.previous',
    'returns the image before the last step',
    (X, targetY, model, { learningRate = 1, maxIterations = 100 } = {}) => {
      let image: tf.Tensor = X.clone();
      let previous = image;
      for (let i = 0; i < maxIterations && topClass(image, model) !== targetY; i++) {
        previous = image;
        image = image.add(along(scoreGradient(image, targetY, model), learningRate));
      }
      return previous;
    },
  ),
  fooling(
    'fooling.awayFromOwn',
    "lowers the score of the image's own class",
    (X, targetY, model, { learningRate = 1, maxIterations = 100 } = {}) => {
      const original = topClass(X, model);
      let image: tf.Tensor = X.clone();
      for (let i = 0; i < maxIterations && topClass(image, model) !== targetY; i++) {
        image = image.sub(along(scoreGradient(image, original, model), learningRate));
      }
      return image;
    },
  ),
];

type Options = Record<'l2Reg' | 'learningRate', number>;
type Ascend = (img: tf.Tensor4D, targetY: number, model: Model, options: Options) => tf.Tensor;

const ascent = heldOutOf<Ascend>(subjects.ascentStep, (ascentStep) => ({
  ClassVisualization: class {
    ascentStep = ascentStep;
  },
}));

/** One step with another gradient of the regularizer, which is subtracted. */
const regularized =
  (regularizer: (img: tf.Tensor4D, l2Reg: number) => tf.Tensor): Ascend =>
  (img, targetY, model, { l2Reg, learningRate }) =>
    img.add(along(scoreGradient(img, targetY, model).sub(regularizer(img, l2Reg)), learningRate));

const ascentVariants = [
  ascent(
    'classVis.decay',
    'weight decay of the image after the step instead of a regularizer',
    (img, targetY, model, { l2Reg, learningRate }) =>
      img.add(along(scoreGradient(img, targetY, model), learningRate)).mul(1 - l2Reg),
    'classVis.order',
  ),
  ascent(
    'classVis.l1Reg',
    'the L1 norm as the regularizer',
    regularized((img, l2Reg) => img.sign().mul(l2Reg)),
    'classVis.l2.abs',
  ),
  ascent(
    'classVis.weightIn',
    'the strength inside the square of the regularizer',
    regularized((img, l2Reg) => img.mul(2 * l2Reg ** 2)),
    'classVis.l2.squaredReg',
  ),
  ascent(
    'classVis.plusHalf',
    'l2Reg · img is added: wrong sign, no factor 2',
    regularized((img, l2Reg) => img.mul(-l2Reg)),
    'classVis.plusL2',
    'classVis.sumSquared',
  ),
];

export const ascentVariantsAll = [...foolingVariants, ...ascentVariants];
