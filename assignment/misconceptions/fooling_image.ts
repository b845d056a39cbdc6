import * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import { subjects } from '../checks/subjects.ts';
import { variantsOf } from './misconception.ts';
import { gradientOf, scoreOf } from './objectives.ts';

type MakeFoolingImage = (
  X: tf.Tensor4D,
  targetY: number,
  model: Model,
  options?: { learningRate?: number; maxIterations?: number },
) => tf.Tensor4D;

export const foolingVariant = variantsOf<MakeFoolingImage>(
  subjects.makeFoolingImage,
  'fooling',
  (makeFoolingImage) => ({
    FoolingImage: class {
      makeFoolingImage = makeFoolingImage;
    },
  }),
);

type Objective = (X: tf.Tensor4D, targetY: number, model: Model) => tf.Tensor;
type Step = (g: tf.Tensor4D, learningRate: number) => tf.Tensor;

interface Parts {
  objective?: Objective;
  step?: Step;
  /** Whether to stop when fooled. */
  stops?: boolean;
  stepsPerIteration?: number;
  /** Whether each gradient is added to the previous ones. */
  accumulates?: boolean;
  throwsOnZero?: boolean;
}

const targetScore: Objective = (X, targetY, model) => scoreOf(targetY, model)(X);
const unitStep: Step = (g, learningRate) => g.div(g.norm()).mul(learningRate);

/** Correct gradient ascent, except for the given parts. */
export const climb =
  ({
    objective = targetScore,
    step = unitStep,
    stops = true,
    stepsPerIteration = 1,
    accumulates = false,
    throwsOnZero = true,
  }: Parts): MakeFoolingImage =>
  (X, targetY, model, { learningRate = 1, maxIterations = 100 } = {}) => {
    let image = X.clone();
    let sum: tf.Tensor4D = tf.zerosLike(X);
    for (let iteration = 0; iteration < maxIterations; iteration++) {
      if (stops && model.scores(image).argMax(1).dataSync()[0] === targetY) break;
      for (let i = 0; i < stepsPerIteration; i++) {
        const g = gradientOf((X) => objective(X, targetY, model), image);
        if (throwsOnZero && g.norm().dataSync()[0] === 0) throw new Error('The gradient is 0.');
        sum = accumulates ? sum.add(g) : g;
        image = image.add(step(sum, learningRate));
      }
    }
    return image;
  };

export const foolingMisconceptions = [
  foolingVariant(
    'double',
    'two steps in each iteration',
    'One step for each forward pass: you take two.',
    climb({ stepsPerIteration: 2 }),
  ),
  foolingVariant(
    'noZero',
    'gradients accumulate from step to step',
    'Every step follows the gradient at the image as it is now: do not add the gradients of earlier steps.',
    climb({ accumulates: true }),
  ),
  foolingVariant(
    'noStop',
    'never stops early',
    'Stop as soon as the class with the highest score is the target; an image that already fools comes back as it is.',
    climb({ stops: false }),
  ),
  foolingVariant(
    'sqnorm',
    'divided by the squared norm',
    'Divide the gradient by its norm, not by the square of it: then every step is as long as the learning rate.',
    climb({ step: (g, learningRate) => g.div(g.square().sum()).mul(learningRate) }),
  ),
  foolingVariant(
    'nonorm',
    'the gradient is not normalized',
    'The step is learningRate · g / ‖g‖: divide the gradient by its norm.',
    climb({ step: (g, learningRate) => g.mul(learningRate) }),
  ),
  foolingVariant(
    'maxnorm',
    'divided by the largest entry',
    'The step is learningRate · g / ‖g‖₂: the Euclidean norm, not the largest entry.',
    climb({ step: (g, learningRate) => g.div(g.abs().max()).mul(learningRate) }),
  ),
  foolingVariant(
    'sign',
    'the sign of the gradient',
    'The step follows the gradient itself, divided by its norm, not the signs of its entries.',
    climb({ step: (g, learningRate) => g.sign().mul(learningRate) }),
  ),
  foolingVariant(
    'descent',
    'downhill',
    "Ascent: the target's score has to rise, so the step is added.",
    climb({ step: (g, learningRate) => unitStep(g, learningRate).neg() }),
  ),
  foolingVariant(
    'wrongScore',
    'climbs the highest score',
    "Climb the target's score, not the highest one.",
    climb({ objective: (X, _targetY, model) => model.scores(X).max() }),
  ),
  foolingVariant(
    'difference',
    'target score minus the highest score',
    "Climb the target's score alone: do not subtract another one.",
    climb({ objective: (X, targetY, model) => targetScore(X, targetY, model).sub(model.scores(X).max()) }),
  ),
  foolingVariant(
    'prob',
    'climbs the probability',
    'Climb the score, not the probability or its logarithm (the cross-entropy): softmax mixes all other classes in.',
    climb({ objective: (X, targetY, model) => model.scores(X).softmax().gather([targetY], 1).sum() }),
  ),
  foolingVariant(
    'prob.log',
    'climbs the log-probability',
    'Climb the score, not the probability or its logarithm (the cross-entropy): softmax mixes all other classes in.',
    climb({ objective: (X, targetY, model) => model.scores(X).logSoftmax().gather([targetY], 1).sum() }),
  ),
  foolingVariant(
    'fixedRate',
    'the learning rate is ignored',
    'The length of a step is `learningRate`; you take steps of length 1.',
    climb({ step: (g) => unitStep(g, 1) }),
  ),
  foolingVariant(
    'noError',
    'no error where the gradient is 0',
    'If the gradient is 0 there is no direction to go in: dividing by its norm gives NaN. Throw an error that says so.',
    climb({ throwsOnZero: false }),
  ),
  foolingVariant(
    'firstGradient',
    'the gradient of the first image in every step',
    'Every step follows the gradient at the image as it is now, not at the image you started from.',
    (X, targetY, model, options = {}) =>
      climb({ objective: (image, targetY, model) => image.mul(gradientOf(scoreOf(targetY, model), X)).sum() })(
        X,
        targetY,
        model,
        options,
      ),
  ),
  foolingVariant(
    'options',
    '`learningRate` is ignored',
    'The caller chooses the length of a step: use `learningRate` from the options; 1 is only its default.',
    climb({ step: (g) => unitStep(g, 1) }),
  ),
];
