/** Correct losses, for misconceptions about something else. */
import * as tf from '@tensorflow/tfjs';
import type { Losses } from '#lib/style_transfer.ts';
import { gramMatrix } from './gram_matrix.ts';

export const losses: Losses = {
  contentLoss: {
    forward: (weight, current, original) => tf.squaredDifference(current, original).sum().mul(weight) as tf.Scalar,
  },
  styleLoss: {
    gramMatrix,
    forward: (feats, layers, targets, weights) =>
      tf.addN(
        layers.map((layer, i) => tf.squaredDifference(gramMatrix(feats[layer]!), targets[i]!).sum().mul(weights[i]!)),
      ) as tf.Scalar,
  },
  tvLoss: {
    forward(img, weight) {
      const [, H, W] = img.shape;
      const [top, bottom] = [img.slice([0, 0], [-1, H - 1]), img.slice([0, 1], [-1, H - 1])];
      const [left, right] = [img.slice([0, 0, 0], [-1, -1, W - 1]), img.slice([0, 0, 1], [-1, -1, W - 1])];
      const sum = tf.squaredDifference(bottom, top).sum().add(tf.squaredDifference(right, left).sum());
      return sum.mul(weight) as tf.Scalar;
    },
  },
};
