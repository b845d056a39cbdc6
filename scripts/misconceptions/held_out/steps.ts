/** The style transfer step. */
import type * as tf from '@tensorflow/tfjs';
import { subjects } from '../../../assignment/checks/subjects.ts';
import type { StyleTransferStep } from '../../../lib/style_transfer.ts';
import { heldOutOf } from './held_out.ts';

type Step = (step: StyleTransferStep) => number;

const step = heldOutOf<Step>(subjects.styleTransferStep, (styleTransferStep) => ({ styleTransferStep }));

function contentAndStyle(s: StyleTransferStep, contentWeight = s.contentWeight): tf.Scalar {
  const feats = s.model.features(s.img);
  const content = s.contentLoss.forward(contentWeight, feats[s.contentLayer]!, s.contentTarget);
  return content.add(s.styleLoss.forward(feats, s.styleLayers, s.styleTargets, s.styleWeights));
}
const total = (s: StyleTransferStep): tf.Scalar => contentAndStyle(s).add(s.tvLoss.forward(s.img, s.tvWeight));
const decay = (s: StyleTransferStep): void => {
  if (s.t >= s.decayLrAt) s.optimizer.learningRate = s.decayedLr;
};
const move = (s: StyleTransferStep, loss: () => tf.Scalar): number =>
  s.optimizer.minimize(loss, true, [s.img])!.dataSync()[0]!;

export const stepVariants = [
  step('step.multipliedOnce', 'the learning rate is multiplied by the lower one', (s) => {
    if (s.t === s.decayLrAt) s.optimizer.learningRate *= s.decayedLr;
    return move(s, () => total(s));
  }),
  step('step.earlyDecay', 'steps counted from 1: the learning rate falls one step early', (s) => {
    if (s.t + 1 >= s.decayLrAt) s.optimizer.learningRate = s.decayedLr;
    return move(s, () => total(s));
  }),
  step('step.swappedWeights', 'the weights of content and total variation swapped', (s) => {
    decay(s);
    return move(s, () => contentAndStyle(s, s.tvWeight).add(s.tvLoss.forward(s.img, s.contentWeight)));
  }),
  step('step.staleTv', 'the total variation is computed outside of what is differentiated', (s) => {
    decay(s);
    const tv = s.tvLoss.forward(s.img, s.tvWeight);
    return move(s, () => contentAndStyle(s).add(tv));
  }),
];
