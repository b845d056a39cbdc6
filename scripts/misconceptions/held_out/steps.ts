/** The style transfer step. */
import * as tf from '@tensorflow/tfjs';
import { subjects } from '../../../assignment/checks/subjects.ts';
import type { StyleTransferStep } from '../../../lib/style_transfer.ts';
import { heldOutOf } from './held_out.ts';

type Step = (step: StyleTransferStep) => number;

const step = heldOutOf<Step>(subjects.styleTransferStep, (styleTransferStep) => ({ styleTransferStep }));

function terms(s: StyleTransferStep): [tf.Scalar, tf.Scalar, tf.Scalar] {
  const feats = s.model.features(s.img);
  return [
    s.contentLoss.forward(s.contentWeight, feats[s.contentLayer]!, s.contentTarget),
    s.styleLoss.forward(feats, s.styleLayers, s.styleTargets, s.styleWeights),
    s.tvLoss.forward(s.img, s.tvWeight),
  ];
}
const total = (s: StyleTransferStep): tf.Scalar => tf.addN(terms(s)) as tf.Scalar;
const decay = (s: StyleTransferStep): void => {
  if (s.t >= s.decayLrAt) s.optimizer.learningRate = s.decayedLr;
};
const value = (loss: tf.Tensor): number => loss.dataSync()[0]!;
const move = (s: StyleTransferStep, loss: () => tf.Scalar): number => value(s.optimizer.minimize(loss, true, [s.img])!);

export const stepVariants = [
  step('step.contentOnly', 'returns the content loss', (s) => {
    decay(s);
    const content = value(terms(s)[0]);
    move(s, () => total(s));
    return content;
  }),
  step('step.mean', 'the mean of the three losses', (s) => {
    decay(s);
    return move(s, () => total(s).div(3));
  }),
  step(
    'step.onceDecayed',
    'the learning rate is lower in one step only',
    (s) => {
      const { learningRate } = s.optimizer;
      if (s.t === s.decayLrAt) s.optimizer.learningRate = s.decayedLr;
      const loss = move(s, () => total(s));
      s.optimizer.learningRate = learningRate;
      return loss;
    },
    'updateRule.noDecay',
  ),
];
