/**
 * Right versions of what graded functions build on, written apart from the reference and tested against it. Only graded
 * runs load this folder; the handout does not have it. A process that gets it never runs the checks of these functions.
 */
import * as tf from '@tensorflow/tfjs';
import { LayerAttribution } from '#lib/captum/index.ts';
import type { Given } from '../check.ts';

export const given: Given = {
  gramMatrix(features, normalize = true) {
    const [N, H, W, C] = features.shape;
    const byChannel = features.reshape([N, H * W, C]).transpose([0, 2, 1]);
    const gram = tf.matMul(byChannel, byChannel, false, true) as tf.Tensor3D;
    return normalize ? gram.mul(1 / (H * W * C)) : gram;
  },

  losses: {
    contentLoss: {
      forward: (weight, current, original) => tf.squaredDifference(current, original).sum().mul(weight) as tf.Scalar,
    },
    styleLoss: {
      gramMatrix: (features, normalize) => given.gramMatrix(features, normalize),
      forward: (feats, layers, targets, weights) =>
        tf.addN(
          layers.map((layer, i) =>
            tf.squaredDifference(given.gramMatrix(feats[layer]!), targets[i]!).sum().mul(weights[i]!),
          ),
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

  guidedRelu: (x) =>
    tf.customGrad((x, save) => {
      const input = x as tf.Tensor;
      (save as tf.GradSaveFunc)([input]);
      const gradFunc = (dy: tf.Tensor, [input]: tf.Tensor[]) =>
        tf.where(tf.logicalAnd(input!.greater(0), dy.greater(0)), dy, tf.zerosLike(dy));
      return { value: input.maximum(0), gradFunc };
    })(x),

  guidedBackprop(X, y, model) {
    const guided = model.withRelu(given.guidedRelu);
    const chosen = tf.oneHot(y, model.numClasses).cast('float32') as tf.Tensor2D;
    return tf.grad((X: tf.Tensor) => tf.sum(tf.mul(guided.scores(X as tf.Tensor4D), chosen)))(X) as tf.Tensor4D;
  },

  gradCam(X, y, model) {
    const features = model.features(X);
    const A = features.at(-1)!;
    const chosen = tf.oneHot(y, model.numClasses).cast('float32');
    const dA = tf.grad((A: tf.Tensor) =>
      tf.sum(tf.mul(model.forwardFrom(features.length - 1, A as tf.Tensor4D), chosen)),
    )(A);
    const raw = tf.relu(tf.sum(tf.mul(A, tf.mean(dA, [1, 2], true)), 3, true));
    const [, H, W] = X.shape;
    const map = LayerAttribution.interpolate(raw, [H, W], 'bicubic').squeeze([3]) as tf.Tensor3D;
    const low = map.min([1, 2], true);
    return map.sub(low).divNoNan(map.max([1, 2], true).sub(low)) as tf.Tensor3D;
  },
};
