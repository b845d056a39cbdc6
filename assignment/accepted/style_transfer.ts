import * as tf from '@tensorflow/tfjs';
import type { StyleTransferStep } from '#lib/style_transfer.ts';
import { subjects } from '../checks/subjects.ts';
import { solutionsOf } from './accepted.ts';

const solution = solutionsOf<(step: StyleTransferStep) => number>(
  subjects.styleTransferStep,
  'updateRule',
  (styleTransferStep) => ({ styleTransferStep }),
);

function lossOf(step: StyleTransferStep): tf.Scalar {
  const feats = step.model.features(step.img);
  return tf.addN([
    step.tvLoss.forward(step.img, step.tvWeight),
    step.styleLoss.forward(feats, step.styleLayers, step.styleTargets, step.styleWeights),
    step.contentLoss.forward(step.contentWeight, feats[step.contentLayer]!, step.contentTarget),
  ]) as tf.Scalar;
}

export const acceptedStyleTransferSteps = [
  solution('computeGradients', 'computeGradients and applyGradients', (step) => {
    if (step.t >= step.decayLrAt) step.optimizer.learningRate = step.decayedLr;
    const { value, grads } = step.optimizer.computeGradients(() => lossOf(step), [step.img]);
    step.optimizer.applyGradients(grads as Parameters<typeof step.optimizer.applyGradients>[0]);
    return value.dataSync()[0]!;
  }),
  solution('variableGrads', 'tf.variableGrads, the rate by an expression', (step) => {
    const { optimizer, t, decayLrAt, decayedLr, img } = step;
    optimizer.learningRate = t < decayLrAt ? optimizer.learningRate : decayedLr;
    const { value, grads } = tf.variableGrads(() => lossOf(step), [img]);
    optimizer.applyGradients([{ name: img.name, tensor: grads[img.name]! }]);
    return value.arraySync();
  }),
  solution('lossFirst', 'the loss once for its value, once for the step', (step) => {
    const loss = lossOf(step).dataSync()[0]!;
    if (!(step.t < step.decayLrAt)) step.optimizer.learningRate = step.decayedLr;
    step.optimizer.minimize(() => lossOf(step), false, [step.img]);
    return loss;
  }),
  solution('grad', 'tf.grad on a copy of the image', (step) => {
    const { img, optimizer, model } = step;
    if (step.t >= step.decayLrAt) optimizer.learningRate = step.decayedLr;
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => {
      const feats = model.features(x as tf.Tensor4D);
      const content = step.contentLoss.forward(step.contentWeight, feats[step.contentLayer]!, step.contentTarget);
      const style = step.styleLoss.forward(feats, step.styleLayers, step.styleTargets, step.styleWeights);
      return content.add(style.add(step.tvLoss.forward(x as tf.Tensor4D, step.tvWeight)));
    })(img.clone());
    optimizer.applyGradients([{ name: img.name, tensor: grad }]);
    return value.dataSync()[0]!;
  }),
];
