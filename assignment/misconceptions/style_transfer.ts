import * as tf from '@tensorflow/tfjs';
import { Adam } from '#lib/optim.ts';
import type { StyleTransferStep } from '#lib/style_transfer.ts';
import { subjects } from '../checks/subjects.ts';
import { variantsOf } from './misconception.ts';

type Step = (step: StyleTransferStep) => number;

export const updateRuleVariant = variantsOf<Step>(subjects.styleTransferStep, 'updateRule', (styleTransferStep) => ({
  styleTransferStep,
}));

const features = (step: StyleTransferStep): tf.Tensor4D[] => step.model.features(step.img);

/** The three losses, by default on the image's own features. */
export function terms(
  step: StyleTransferStep,
  feats = features(step),
): { content: tf.Tensor; style: tf.Tensor; tv: tf.Tensor } {
  const { contentLayer, contentWeight, contentTarget, styleLayers, styleWeights, styleTargets } = step;
  return {
    content: step.contentLoss.forward(contentWeight, feats[contentLayer]!, contentTarget),
    style: step.styleLoss.forward(feats, styleLayers, styleTargets, styleWeights),
    tv: step.tvLoss.forward(step.img, step.tvWeight),
  };
}

function total(step: StyleTransferStep, feats?: tf.Tensor4D[]): tf.Scalar {
  const { content, style, tv } = terms(step, feats);
  return content.add(style).add(tv) as tf.Scalar;
}

function decay({ t, optimizer, decayLrAt, decayedLr }: StyleTransferStep): void {
  if (t >= decayLrAt) optimizer.learningRate = decayedLr;
}

const number = (loss: tf.Tensor): number => loss.dataSync()[0]!;

const minimize = ({ optimizer, img }: StyleTransferStep, loss: () => tf.Scalar): number =>
  number(optimizer.minimize(loss, true, [img])!);

/** The correct step, except for the loss. */
export const stepOn =
  (loss: (step: StyleTransferStep) => tf.Tensor): Step =>
  (step) => {
    decay(step);
    return minimize(step, () => loss(step) as tf.Scalar);
  };

/**
 * State that two variants keep between steps, one for each image. No step knows that it is the last, so nothing is disposed of.
 */
const remembered = new WeakMap<tf.Variable, tf.Tensor>();
const newOptimizers = new WeakMap<tf.Variable, Adam>();

export const styleTransferMisconceptions = [
  updateRuleVariant(
    'noDecay',
    'the learning rate never falls',
    'From step `decayLrAt` on the learning rate is `decayedLr`: set it.',
    (step) => minimize(step, () => total(step)),
  ),
  updateRuleVariant(
    'lateDecay',
    'the learning rate falls one step late',
    'The learning rate is `decayedLr` for t ≥ decayLrAt: in step `decayLrAt` already.',
    (step) => {
      if (step.t > step.decayLrAt) step.optimizer.learningRate = step.decayedLr;
      return minimize(step, () => total(step));
    },
  ),
  updateRuleVariant(
    'decayAfter',
    'the learning rate falls after the step',
    'Set the learning rate before you take the step.',
    (step) => {
      const loss = minimize(step, () => total(step));
      decay(step);
      return loss;
    },
  ),
  updateRuleVariant(
    'fixedDecay',
    'decays at step 180 whatever is asked for',
    '`decayLrAt` says when the learning rate drops: do not hard-code 180.',
    (step) => {
      decay({ ...step, decayLrAt: 180 });
      return minimize(step, () => total(step));
    },
  ),
  updateRuleVariant(
    'newAdam',
    'a new Adam when the learning rate falls',
    'Keep the optimizer and set its `learningRate`: a new one starts without moments.',
    (step) => {
      if (step.t < step.decayLrAt) return minimize(step, () => total(step));
      const optimizer = newOptimizers.get(step.img) ?? new Adam(step.decayedLr);
      newOptimizers.set(step.img, optimizer);
      return minimize({ ...step, optimizer }, () => total(step));
    },
  ),
  updateRuleVariant(
    'compound',
    'multiplied in every step',
    'Set the learning rate, do not multiply it in every step: it would keep shrinking.',
    (step) => {
      const { optimizer, t, decayLrAt, decayedLr } = step;
      // The first factor is correct; the mistake is to apply it again.
      const factor = t > decayLrAt ? 0.1 : decayedLr / optimizer.learningRate;
      if (t >= decayLrAt) optimizer.learningRate *= factor;
      return minimize(step, () => total(step));
    },
  ),
  updateRuleVariant(
    'noZero',
    'gradients accumulate from step to step',
    'Every step has its own gradient: do not add the gradients of earlier steps.',
    (step) => {
      decay(step);
      const { img, optimizer } = step;
      const { value, grads } = optimizer.computeGradients(() => total(step), [img]);
      const old = remembered.get(img);
      const sum = tf.keep(old ? old.add(grads[img.name]!) : grads[img.name]!.clone());
      old?.dispose();
      remembered.set(img, sum);
      optimizer.applyGradients([{ name: img.name, tensor: sum }]);
      return number(value);
    },
  ),
  updateRuleVariant(
    'reweight',
    'the weights are multiplied in again',
    'The weights are inside the losses already: add the three up as they are.',
    stepOn((step) => {
      const { content, style, tv } = terms(step);
      return content.mul(step.contentWeight).add(style).add(tv.mul(step.tvWeight));
    }),
  ),
  updateRuleVariant(
    'dropTerm',
    'no total variation loss',
    'The total is the sum of three losses: the total variation loss is missing.',
    stepOn((step) => {
      const { content, style } = terms(step);
      return content.add(style);
    }),
  ),
  updateRuleVariant(
    'dropTerm.style',
    'no style loss',
    'The total is the sum of three losses: the style loss is missing.',
    stepOn((step) => {
      const { content, tv } = terms(step);
      return content.add(tv);
    }),
  ),
  updateRuleVariant(
    'dropTerm.content',
    'no content loss',
    'The total is the sum of three losses: the content loss is missing.',
    stepOn((step) => {
      const { style, tv } = terms(step);
      return style.add(tv);
    }),
  ),
  updateRuleVariant(
    'descentFeat',
    'the features are computed outside of what is differentiated',
    'The features must come from the image as it is now, inside the function that is minimized; else content and style have no gradient.',
    (step) => {
      decay(step);
      const feats = features(step);
      return minimize(step, () => total(step, feats));
    },
  ),
  updateRuleVariant(
    'sgd',
    'plain gradient descent',
    'The step is the optimizer’s: Adam scales it, gradient descent with this learning rate does not.',
    (step) => {
      const { img, optimizer } = step;
      decay(step);
      const { value, grads } = optimizer.computeGradients(() => total(step), [img]);
      img.assign(img.sub(grads[img.name]!.mul(optimizer.learningRate)) as tf.Tensor4D);
      return number(value);
    },
  ),
  updateRuleVariant(
    'lossAfter',
    'the loss after the step',
    'Return the total loss before the step, not after it.',
    (step) => {
      stepOn(total)(step);
      return number(total(step));
    },
  ),
  updateRuleVariant(
    'double',
    'two steps instead of one',
    'One call is one step of the optimizer: you take two.',
    (step) => {
      const loss = stepOn(total)(step);
      stepOn(total)(step);
      return loss;
    },
  ),
  updateRuleVariant(
    'clamped',
    'the image is clamped after the step',
    'The step itself does not clamp the image: `styleTransfer` does.',
    (step) => {
      const loss = stepOn(total)(step);
      step.img.assign(step.img.clipByValue(-1.5, 1.5) as tf.Tensor4D);
      return loss;
    },
  ),
  updateRuleVariant(
    'noStep',
    'the loss without a step',
    'The loss is right, but the image did not move: let the optimizer take its step on `img`.',
    (step) => {
      decay(step);
      return number(total(step));
    },
  ),
  updateRuleVariant(
    'threeSteps',
    'a step on each of the three losses',
    'One call is one step, on the sum of the three losses: add them up first, then call `minimize` once.',
    (step) => {
      decay(step);
      const names = ['content', 'style', 'tv'] as const;
      return names.reduce((sum, name) => sum + minimize(step, () => terms(step)[name] as tf.Scalar), 0);
    },
  ),
  updateRuleVariant(
    'freshAdam',
    'a new optimizer in every step',
    'Use the `optimizer` that you are given: a new one in each step has no moments from the steps before.',
    (step) => {
      decay(step);
      const { learningRate } = step.optimizer;
      return minimize({ ...step, optimizer: new Adam(learningRate) }, () => total(step));
    },
  ),
];
