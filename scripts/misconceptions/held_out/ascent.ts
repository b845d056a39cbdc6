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

function scoreGradient(X: tf.Tensor, targetY: number, model: Model): tf.Tensor {
  const g = tf.grad((X: tf.Tensor) => tf.sum(model.scores(X as tf.Tensor4D).gather([targetY], 1)))(X);
  if (g.norm().dataSync()[0] === 0) throw new Error('The gradient is 0.');
  return g;
}
const isFooled = (X: tf.Tensor, targetY: number, model: Model): boolean =>
  model
    .scores(X as tf.Tensor4D)
    .argMax(1)
    .dataSync()[0] === targetY;

/** Gradient ascent with another step. */
const climbing =
  (step: (g: tf.Tensor, learningRate: number, iteration: number) => tf.Tensor): Fool =>
  (X, targetY, model, { learningRate = 1, maxIterations = 100 } = {}) => {
    let image: tf.Tensor = X.clone();
    for (let i = 0; i < maxIterations && !isFooled(image, targetY, model); i++) {
      image = image.add(step(scoreGradient(image, targetY, model), learningRate, i));
    }
    return image;
  };
const unit = (g: tf.Tensor): tf.Tensor => g.div(g.norm());

const foolingVariants = [
  fooling(
    'fooling.decaying',
    'steps get shorter',
    climbing((g, rate, i) => unit(g).mul(rate / (i + 1))),
  ),
  fooling(
    'fooling.frozen',
    "the first image's gradient in every step",
    (X, targetY, model, options = {}) => {
      const { learningRate = 1, maxIterations = 100 } = options;
      if (isFooled(X, targetY, model)) return X.clone();
      const step = unit(scoreGradient(X, targetY, model)).mul(learningRate);
      let image: tf.Tensor = X.clone();
      for (let i = 0; i < maxIterations && !isFooled(image, targetY, model); i++) image = image.add(step);
      return image;
    },
    'fooling.firstGradient',
  ),
];

interface Options {
  l2Reg: number;
  learningRate: number;
}
type Ascend = (img: tf.Tensor4D, targetY: number, model: Model, options: Options) => tf.Tensor;

const ascent = heldOutOf<() => Ascend>(subjects.ascentStep, (make) => ({
  ClassVisualization: class {
    ascentStep = make();
  },
}));

function objectiveGradient(img: tf.Tensor4D, targetY: number, model: Model, l2Reg: number): tf.Tensor {
  const g = tf
    .grad((img: tf.Tensor) => tf.sum(model.scores(img as tf.Tensor4D).gather([targetY], 1)))(img)
    .sub(img.mul(2 * l2Reg));
  if (g.norm().dataSync()[0] === 0) throw new Error('The gradient is 0.');
  return g;
}

const ascentVariants = [
  ascent(
    'classVis.defaults',
    'learning rate 25 whatever is asked for',
    () =>
      (img, targetY, model, { l2Reg }) =>
        img.add(unit(objectiveGradient(img, targetY, model, l2Reg)).mul(25)),
  ),
  ascent('classVis.rms', 'divided by the root of the mean square', () => (img, targetY, model, options) => {
    const g = objectiveGradient(img, targetY, model, options.l2Reg);
    return img.add(g.div(g.square().mean().sqrt()).mul(options.learningRate));
  }),
  ascent(
    'classVis.onlyStep',
    'the step without the image',
    () => (img, targetY, model, options) =>
      unit(objectiveGradient(img, targetY, model, options.l2Reg)).mul(options.learningRate),
  ),
];

export const ascentVariantsAll = [...foolingVariants, ...ascentVariants];
