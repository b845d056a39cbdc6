/**
 * Right versions of what graded functions build on, written apart from the reference and tested against it. Only graded
 * runs get them, the handout does not have them. One file for each: a sandbox's process gets those it needs and no other
 * (grader/runtime/reference_dependencies.ts), and never runs the checks of a function that it was given.
 */
import * as tf from '@tensorflow/tfjs';
import type { Given } from '../../harness/check.ts';
import { gradCam } from './grad_cam.ts';
import { gramMatrix } from './gram_matrix.ts';
import { guidedBackprop } from './guided_backprop.ts';
import { guidedRelu } from './guided_relu.ts';

export const given: Given = {
  gramMatrix,
  guidedRelu,
  guidedBackprop,
  gradCam,

  losses: {
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
  },
};
