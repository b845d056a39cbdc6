/**
 * Stand-ins for the three losses: smooth, and unlike the assignment's. The update rule gets its losses from the caller, so it
 * can be checked without any style modules, correct or not.
 */
import type * as tf from '@tensorflow/tfjs';
import type { Losses } from '#lib/style_transfer.ts';

const fourthPower = (x: tf.Tensor): tf.Tensor => x.square().square();

export const standInLosses: Losses = {
  contentLoss: {
    forward: (weight, current, original) => fourthPower(current.sub(original)).mean().mul(weight) as tf.Scalar,
  },
  styleLoss: {
    // Not a Gram matrix: only its shape [N,C,C] is.
    gramMatrix(features) {
      const means = features.mean([1, 2]) as tf.Tensor2D;
      return means.expandDims(2).add(means.expandDims(1)) as tf.Tensor3D;
    },
    forward: (feats, layers, targets, weights) =>
      layers
        .map((layer, i) =>
          fourthPower(standInLosses.styleLoss.gramMatrix(feats[layer]!).sub(targets[i]!)).mean().mul(weights[i]!),
        )
        .reduce((sum, term) => sum.add(term)) as tf.Scalar,
  },
  tvLoss: { forward: (img, weight) => fourthPower(img).mean().mul(weight) as tf.Scalar },
};
