import * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import { subjects } from '../checks/subjects.ts';
import { variantsOf } from './misconception.ts';
import { gradientOf, scoreOf } from './objectives.ts';

interface Options {
  l2Reg: number;
  learningRate: number;
}

type AscentStep = (img: tf.Tensor4D, targetY: number, model: Model, options: Options) => tf.Tensor;

export const ascentVariant = variantsOf<() => AscentStep>(subjects.ascentStep, 'classVis', (makeStep) => ({
  ClassVisualization: class {
    ascentStep = makeStep();
  },
}));

/** The regularizer's part of the gradient, and how a gradient becomes a step. */
interface Parts {
  objective?: (img: tf.Tensor4D, targetY: number, model: Model) => tf.Tensor;
  regularizer?: (img: tf.Tensor4D, l2Reg: number) => tf.Tensor;
  step?: (g: tf.Tensor, learningRate: number) => tf.Tensor;
  throwsOnZero?: boolean;
}

export const squaredNorm = (img: tf.Tensor4D, l2Reg: number): tf.Tensor => img.mul(-2 * l2Reg);
const unitStep = (g: tf.Tensor, learningRate: number): tf.Tensor => g.div(g.norm()).mul(learningRate);

/** One correct step, except for the given parts. */
export const ascend =
  ({
    objective = (img, targetY, model) => scoreOf(targetY, model)(img),
    regularizer = squaredNorm,
    step = unitStep,
    throwsOnZero = true,
  }: Parts) =>
  (): AscentStep =>
  (img, targetY, model, { l2Reg, learningRate }) => {
    const g = gradientOf((img) => objective(img, targetY, model), img).add(regularizer(img, l2Reg));
    if (throwsOnZero && g.norm().dataSync()[0] === 0) throw new Error('The gradient is 0.');
    return img.add(step(g, learningRate));
  };

export const classVisualizationMisconceptions = [
  ascentVariant(
    'plusL2',
    'the regularizer is added',
    'The regularizer is subtracted from the score: it keeps the image small.',
    ascend({ regularizer: (img, l2Reg) => squaredNorm(img, l2Reg).neg() }),
  ),
  ascentVariant(
    'noL2',
    'no regularizer',
    'Do not forget the regularizer: subtract l2Reg · ‖img‖² from the score before you differentiate.',
    ascend({ regularizer: (img) => tf.zerosLike(img) }),
  ),
  ascentVariant(
    'l2norm',
    'the norm instead of its square',
    'The regularizer is the SQUARED norm: the sum of squares, without a root.',
    ascend({ regularizer: (img, l2Reg) => img.div(img.norm()).mul(-l2Reg) }),
  ),
  ascentVariant(
    'l2norm.mean',
    'the mean of squares instead of their sum',
    'The regularizer is the sum of the squares, not their mean.',
    ascend({ regularizer: (img, l2Reg) => squaredNorm(img, l2Reg).div(img.size) }),
  ),
  ascentVariant(
    'sumSquared',
    'l2Reg · img as the gradient of the regularizer',
    'The derivative of x² is 2x: the gradient of the regularizer is 2 · l2Reg · img.',
    ascend({ regularizer: (img, l2Reg) => squaredNorm(img, l2Reg).div(2) }),
  ),
  ascentVariant(
    'noNorm',
    'the gradient is not normalized',
    'The step is learningRate · g / ‖g‖: divide the gradient by its norm.',
    ascend({ step: (g, learningRate) => g.mul(learningRate) }),
  ),
  ascentVariant(
    'sqnorm',
    'divided by the squared norm',
    'Divide the gradient by its norm, not by the square of it: then every step is as long as the learning rate.',
    ascend({ step: (g, learningRate) => g.div(g.square().sum()).mul(learningRate) }),
  ),
  ascentVariant(
    'noZero',
    'gradients accumulate from step to step',
    'Every step has its own gradient: do not add the gradients of earlier steps.',
    () => {
      let sum: tf.Tensor | undefined;
      return (img, targetY, model, { l2Reg, learningRate }) => {
        const g = gradientOf(scoreOf(targetY, model), img).add(squaredNorm(img, l2Reg));
        sum = sum?.isDisposed === false ? sum.add(g) : g;
        if (sum.norm().dataSync()[0] === 0) throw new Error('The gradient is 0.');
        return img.add(unitStep(sum, learningRate));
      };
    },
  ),
  ascentVariant(
    'descent',
    'downhill',
    'Ascent: the score has to rise, so the step is added.',
    ascend({ step: (g, learningRate) => unitStep(g, learningRate).neg() }),
  ),
  ascentVariant(
    'prob',
    'the gradient of the probability',
    'Climb the score, not the probability: softmax mixes all other classes in.',
    ascend({ objective: (img, targetY, model) => model.scores(img).softmax().gather([targetY], 1).sum() }),
  ),
  ascentVariant(
    'order',
    'the regularizer is subtracted after normalizing',
    'Normalize the gradient of the whole objective, score minus regularizer, not that of the score alone.',
    () =>
      (img, targetY, model, { l2Reg, learningRate }) => {
        const g = gradientOf(scoreOf(targetY, model), img);
        if (g.norm().dataSync()[0] === 0) throw new Error('The gradient is 0.');
        return img.add(unitStep(g, learningRate)).add(squaredNorm(img, l2Reg).mul(learningRate));
      },
  ),
  ascentVariant(
    'noError',
    'no error where the gradient is 0',
    'If the gradient is 0 there is no direction to go in: dividing by its norm gives NaN. Throw an error that says so.',
    ascend({ throwsOnZero: false }),
  ),
  ascentVariant(
    'momentum',
    'a velocity is kept between steps',
    'A step depends on the image alone: keep nothing from one call to the next.',
    () => {
      let velocity: Float32Array | undefined;
      return (img, targetY, model, { l2Reg, learningRate }) => {
        const g = gradientOf(scoreOf(targetY, model), img).add(squaredNorm(img, l2Reg));
        if (g.norm().dataSync()[0] === 0) throw new Error('The gradient is 0.');
        const step = unitStep(g, learningRate);
        const moved = velocity ? step.add(tf.tensor(velocity, img.shape).mul(0.9)) : step;
        velocity = Float32Array.from(moved.dataSync());
        return img.add(moved);
      };
    },
  ),
];
