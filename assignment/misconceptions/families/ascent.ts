/** Steps that follow another objective, have another length, or keep another part of the regularizer. */
import type * as tf from '@tensorflow/tfjs';
import type { Misconception } from '../../../harness/assignment.ts';
import { ascend, ascentVariant, squaredNorm } from '../class_visualization.ts';
import { climb, foolingVariant } from '../fooling_image.ts';
import { scoreOf } from '../objectives.ts';

type Step = (g: tf.Tensor, learningRate: number) => tf.Tensor;

const unit = (g: tf.Tensor): tf.Tensor => g.div(g.norm());

const STEPS: readonly (readonly [id: string, wrong: string, hint: string, step: Step])[] = [
  [
    'l1',
    'divided by the sum of magnitudes',
    'The step is learningRate · g / ‖g‖₂: the Euclidean norm, not the sum of magnitudes.',
    (g, lr) => g.div(g.abs().sum()).mul(lr),
  ],
  [
    'rms',
    'divided by the root of the mean square',
    'The step is learningRate · g / ‖g‖₂: the root of the SUM of squares, not of their mean.',
    (g, lr) => g.div(g.square().mean().sqrt()).mul(lr),
  ],
  [
    'meanAbs',
    'divided by the mean magnitude',
    'The step is learningRate · g / ‖g‖₂: the Euclidean norm, not the mean of magnitudes.',
    (g, lr) => g.div(g.abs().mean()).mul(lr),
  ],
  [
    'perPixel',
    'divided by the norm at each pixel',
    'One norm for the whole gradient: yours is taken at each pixel.',
    (g, lr) => g.divNoNan(g.norm('euclidean', -1, true)).mul(lr),
  ],
  [
    'perChannel',
    'divided by the norm of each channel',
    'One norm for the whole gradient: yours is taken in each channel.',
    (g, lr) => g.divNoNan(g.norm('euclidean', [1, 2], true)).mul(lr),
  ],
  [
    'root',
    'the learning rate squared',
    'The length of the step is `learningRate`, once.',
    (g, lr) => unit(g).mul(lr * lr),
  ],
  ['unitLength', 'a step of length 1', 'The length of a step is `learningRate`; yours is 1.', (g) => unit(g)],
];

/** In the catalogue of fooling images already. */
const FOOLING_KNOWN = new Set(['unitLength']);

export const ascentFamilies: Misconception[] = [
  ...STEPS.map(([id, wrong, hint, step]) => ascentVariant(`step.${id}`, wrong, hint, ascend({ step }))),
  ...STEPS.filter(([id]) => !FOOLING_KNOWN.has(id)).map(([id, wrong, hint, step]) =>
    foolingVariant(`step.${id}`, wrong, hint, climb({ step })),
  ),
  ascentVariant(
    'step.sign',
    'the sign of the gradient',
    'The step follows the gradient itself, divided by its norm, not the signs of its entries.',
    ascend({ step: (g, lr) => g.sign().mul(lr) }),
  ),
  ascentVariant(
    'step.max',
    'divided by the largest entry',
    'The step is learningRate · g / ‖g‖₂: the Euclidean norm, not the largest entry.',
    ascend({ step: (g, lr) => g.div(g.abs().max()).mul(lr) }),
  ),
  ascentVariant(
    'objective.log',
    'the gradient of the log-probability',
    'Climb the score, not the logarithm of the probability: softmax mixes all other classes in.',
    ascend({
      objective: (img, targetY, model) => model.scores(img).logSoftmax().gather([targetY], 1).sum(),
    }),
  ),
  ascentVariant(
    'objective.top',
    'climbs the highest score',
    'Climb the score of `targetY`, not the highest one.',
    ascend({ objective: (img, _targetY, model) => model.scores(img).max() }),
  ),
  ascentVariant(
    'objective.all',
    'climbs the sum of all scores',
    'Climb the score of `targetY`, not the sum of all scores.',
    ascend({ objective: (img, _targetY, model) => model.scores(img).sum() }),
  ),
  ascentVariant(
    'objective.next',
    'the class after the one asked for',
    'Your step is that for the class after the one asked for: classes are counted from 0.',
    ascend({
      objective: (img, targetY, model) => scoreOf((targetY + 1) % model.numClasses, model)(img),
    }),
  ),
  ascentVariant(
    'l2.four',
    '4 · l2Reg · img as the gradient of the regularizer',
    'The derivative of x² is 2x: yours has the regularizer twice.',
    ascend({ regularizer: (img, l2Reg) => squaredNorm(img, l2Reg).mul(2) }),
  ),
  ascentVariant(
    'l2.squaredReg',
    'l2Reg squared',
    'The regularizer is multiplied by l2Reg, not by its square.',
    ascend({ regularizer: (img, l2Reg) => squaredNorm(img, l2Reg * l2Reg) }),
  ),
  ascentVariant(
    'l2.abs',
    'the sum of magnitudes',
    'The regularizer is the sum of SQUARES, not of magnitudes.',
    ascend({ regularizer: (img, l2Reg) => img.sign().mul(-l2Reg) }),
  ),
  ascentVariant(
    'l2.constant',
    'a fixed l2Reg of 0.001',
    'The caller chooses `l2Reg`: use it from the options.',
    ascend({ regularizer: (img) => squaredNorm(img, 1e-3) }),
  ),
  ascentVariant(
    'rate.constant',
    'a fixed learning rate of 25',
    'The caller chooses `learningRate`: use it from the options.',
    ascend({ step: (g) => unit(g).mul(25) }),
  ),
  ascentVariant(
    'onlyStep',
    'the step without the image',
    'Return the new image: the old one plus the step.',
    () => (img, targetY, model, options) => ascend({})()(img, targetY, model, options).sub(img),
  ),
  ascentVariant(
    'clamped',
    'clamped to the valid range',
    'The step itself does not clamp the image: `createClassVisualization` does.',
    () => (img, targetY, model, options) => ascend({})()(img, targetY, model, options).clipByValue(-2.2, 2.7),
  ),
  foolingVariant(
    'untargeted',
    "lowers its own class's score",
    "Climb the target's score; yours lowers the highest one.",
    climb({
      objective: (X, _targetY, model) => model.scores(X).max().neg(),
    }),
  ),
  foolingVariant(
    'allScores',
    'climbs the sum of all scores',
    "Climb the target's score, not the sum of all scores.",
    climb({ objective: (X, _targetY, model) => model.scores(X).sum() }),
  ),
];
