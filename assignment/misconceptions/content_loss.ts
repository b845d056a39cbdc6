import * as tf from '@tensorflow/tfjs';
import type { Losses } from '#lib/style_transfer.ts';
import { subjects } from '../checks/subjects.ts';
import { variantsOf } from './misconception.ts';

type Forward = Losses['contentLoss']['forward'];

export const contentVariant = variantsOf<Forward>(subjects.contentLoss, 'contentLoss', (forward) => ({
  ContentLoss: class {
    forward = forward;
  },
}));

export const contentLossMisconceptions = [
  contentVariant(
    'mean',
    'the mean of the squared differences',
    'The formula has Σ: sum the squared differences, do not average them.',
    (weight, F, P) => F.sub(P).square().mean().mul(weight),
  ),
  contentVariant(
    'half',
    'the factor 1/2 of Gatys et al.',
    'Our formula has no factor 1/2, unlike the one in the paper.',
    (weight, F, P) => F.sub(P).square().sum().mul(weight).mul(0.5),
  ),
  contentVariant(
    'weightIn',
    'the weight inside the square',
    'The weight stands outside the square: multiply by it after squaring and summing.',
    (weight, F, P) => F.sub(P).mul(weight).square().sum(),
  ),
  contentVariant(
    'abs',
    'the sum of absolute differences',
    'The differences are squared, not made positive with an absolute value.',
    (weight, F, P) => F.sub(P).abs().sum().mul(weight),
  ),
  contentVariant(
    'noWeight',
    'the weight is ignored',
    'The loss is multiplied by the content weight.',
    (_weight, F, P) => F.sub(P).square().sum(),
  ),
  contentVariant(
    'detached',
    'the numbers are taken out of the tensors, and with them the gradient',
    'The value is right but it has no gradient: `dataSync()` and new tensors cut it. Stay on tensors from the features to the loss.',
    (weight, F, P) => {
      const differences = Float32Array.from(F.sub(P).dataSync());
      return tf.scalar(weight * differences.reduce((sum, d) => sum + d * d, 0));
    },
  ),
  contentVariant(
    'norm',
    'the norm of the difference',
    'The formula has no square root: sum the squared differences.',
    (weight, F, P) => F.sub(P).square().sum().sqrt().mul(weight),
  ),
];
