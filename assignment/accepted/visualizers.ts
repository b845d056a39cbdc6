import * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import { subjects } from '../checks/subjects.ts';
import { referenceDependencies } from '../reference_dependencies/index.ts';
import { solutionsOf } from './accepted.ts';

type OfImages = (X: tf.Tensor4D, y: tf.Tensor1D, model: Model) => tf.Tensor;

/** The gradient of each image's own score with respect to the images, in several ways. */
const gradients: Record<
  string,
  { how: string; gradient: (X: tf.Tensor4D, y: tf.Tensor1D, model: Model) => tf.Tensor }
> = {
  dy: {
    how: 'the gradient of all scores, with one-hot labels as dy',
    gradient: (X, y, model) =>
      tf.grad((X: tf.Tensor) => model.scores(X as tf.Tensor4D))(X, tf.oneHot(y, model.numClasses).toFloat()),
  },
  batchGather: {
    how: 'tf.gather with a batch axis',
    gradient: (X, y, model) =>
      tf.grad((X: tf.Tensor) => tf.gather(model.scores(X as tf.Tensor4D), y.reshape([-1, 1]), 1, 1).sum())(X),
  },
  diagonal: {
    how: 'all labels gathered for all images, then the diagonal',
    gradient: (X, y, model) =>
      tf.grad((X: tf.Tensor) =>
        model
          .scores(X as tf.Tensor4D)
          .gather(y, 1)
          .mul(tf.eye(y.shape[0]))
          .sum(),
      )(X),
  },
  where: {
    how: 'tf.where over a comparison of class numbers and labels',
    gradient: (X, y, model) => {
      const chosen = tf
        .range(0, model.numClasses, 1, 'int32')
        .reshape([1, -1])
        .equal(y.reshape([-1, 1]));
      return tf.grads((X: tf.Tensor) => {
        const scores = model.scores(X as tf.Tensor4D);
        return tf.where(chosen, scores, tf.zerosLike(scores)).sum();
      })([X])[0]!;
    },
  },
  valueAndGrad: {
    how: 'tf.valueAndGrad, scores times one-hot labels as a product of matrices',
    gradient: (X, y, model) => {
      const labels = tf.oneHot(y, model.numClasses).cast('float32') as tf.Tensor2D;
      const { grad } = tf.valueAndGrad((X: tf.Tensor) =>
        tf
          .matMul(model.scores(X as tf.Tensor4D), labels, false, true)
          .mul(tf.eye(y.shape[0]))
          .sum(),
      )(X);
      return grad;
    },
  },
  variable: {
    how: 'a tf.variable and tf.variableGrads',
    gradient: (X, y, model) => {
      const variable = tf.variable(X);
      const labels = tf.oneHot(y, model.numClasses);
      const { grads } = tf.variableGrads(
        () =>
          model
            .scores(variable as tf.Tensor4D)
            .mul(labels)
            .sum() as tf.Scalar,
        [variable],
      );
      variable.dispose();
      return grads[variable.name]!;
    },
  },
  imageByImage: {
    how: 'one image at a time (slow, but correct)',
    gradient: (X, y, model) => {
      const labels = y.dataSync();
      return tf.concat(
        tf.split(X, X.shape[0]).map((x, n) =>
          tf.grad((x: tf.Tensor) =>
            model
              .scores(x as tf.Tensor4D)
              .gather([labels[n]!], 1)
              .sum(),
          )(x),
        ),
      );
    },
  },
};

const saliency = solutionsOf<OfImages>(subjects.saliencyMap, 'saliency', (computeSaliencyMaps) => ({
  SaliencyMap: class {
    computeSaliencyMaps = computeSaliencyMaps;
  },
}));

const saliencyMaps = [
  ...Object.entries(gradients).map(([id, { how, gradient }]) =>
    saliency(id, how, (X, y, model) => gradient(X, y, model).abs().max(3)),
  ),
  saliency('twoSided', 'the larger of the maximum and minus the minimum', (X, y, model) => {
    const g = gradients.dy!.gradient(X, y, model);
    return tf.maximum(g.max(-1), g.min(-1).neg());
  }),
  saliency('root', 'the root of the largest square', (X, y, model) =>
    gradients.diagonal!.gradient(X, y, model).square().max(-1).sqrt(),
  ),
  saliency('noise', 'one part in ten thousand off', (X, y, model) =>
    gradients
      .dy!.gradient(X, y, model)
      .abs()
      .max(-1)
      .mul(1 + 1e-4),
  ),
];

const guidedBackprop = solutionsOf<OfImages>(subjects.guidedBackprop, 'guidedBackprop', (f) => ({
  guidedRelu: referenceDependencies.guidedRelu,
  GradCam: class {
    guidedBackprop = f;
  },
}));

const guidedBackprops = [
  ...Object.entries(gradients).map(([id, { how, gradient }]) =>
    guidedBackprop(id, how, (X, y, model) => gradient(X, y, model.withRelu(referenceDependencies.guidedRelu))),
  ),
  guidedBackprop('wrapped', 'guidedRelu inside another function', (X, y, model) =>
    gradients.dy!.gradient(
      X,
      y,
      model.withRelu((x) => referenceDependencies.guidedRelu(x)),
    ),
  ),
];

const cam = solutionsOf<OfImages>(subjects.gradCamMap, 'gradCam', (gradCamMap) => ({
  GradCam: class {
    gradCamMap = gradCamMap;
  },
}));

/** The last feature map and the gradient of each image's own score with respect to it. */
function lastMap(X: tf.Tensor4D, y: tf.Tensor1D, model: Model): { A: tf.Tensor4D; dA: tf.Tensor4D } {
  const features = model.features(X);
  const A = features[features.length - 1]!;
  const scores = (A: tf.Tensor) => model.forwardFrom(features.length - 1, A as tf.Tensor4D);
  return { A, dA: tf.grad(scores)(A, tf.oneHot(y, model.numClasses).toFloat()) as tf.Tensor4D };
}

const cams = [
  cam('einsum', 'tf.einsum', (X, y, model) => {
    const { A, dA } = lastMap(X, y, model);
    return tf.einsum('nhwc,nc->nhw', A, dA.mean([1, 2])).relu();
  }),
  cam('matMul', 'a product of matrices', (X, y, model) => {
    const { A, dA } = lastMap(X, y, model);
    const [N, h, w, C] = A.shape;
    const alpha = dA
      .reshape([N, h * w, C])
      .mean(1)
      .expandDims(2) as tf.Tensor3D;
    return tf
      .matMul(A.reshape([N, h * w, C]) as tf.Tensor3D, alpha)
      .relu()
      .reshape([N, h, w]);
  }),
  cam('avgPool', 'average pooling, then a maximum with 0', (X, y, model) => {
    const { A, dA } = lastMap(X, y, model);
    const [, h, w] = A.shape;
    return tf.avgPool(dA, [h, w], 1, 'valid').mul(A).sum(3).maximum(0);
  }),
  cam('sums', 'sums divided by the number of positions at the end', (X, y, model) => {
    const { A, dA } = lastMap(X, y, model);
    const [, h, w] = A.shape;
    return A.mul(dA.sum([1, 2], true))
      .sum(-1)
      .div(h * w)
      .clipByValue(0, Number.POSITIVE_INFINITY);
  }),
  cam('channelByChannel', 'a sum over a list of channels', (X, y, model) => {
    const { A, dA } = lastMap(X, y, model);
    const alphas = tf.unstack(dA.mean([1, 2], true), 3);
    return tf.addN(tf.unstack(A, 3).map((channel, c) => channel.mul(alphas[c]!))).relu();
  }),
];

const product = solutionsOf<
  (this: { guidedBackprop: OfImages; gradCam: OfImages }, ...args: Parameters<OfImages>) => tf.Tensor
>(subjects.guidedGradCam, 'guidedGradCam', (guidedGradCam) => ({
  GradCam: class {
    guidedBackprop = referenceDependencies.guidedBackprop;
    gradCam = referenceDependencies.gradCam;
    guidedGradCam = guidedGradCam;
  },
}));

const products = [
  product('reshape', 'the channel axis by reshape', function (X, y, model) {
    const map = this.gradCam(X, y, model);
    return tf.mul(map.reshape([...map.shape, 1]), this.guidedBackprop(X, y, model));
  }),
  product('tile', 'the map repeated for every channel', function (X, y, model) {
    return this.gradCam(X, y, model)
      .expandDims(3)
      .tile([1, 1, 1, 3])
      .mul(this.guidedBackprop(X, y, model));
  }),
  product('channels', 'channel by channel', function (X, y, model) {
    const map = this.gradCam(X, y, model);
    return tf.stack(
      tf.unstack(this.guidedBackprop(X, y, model), 3).map((channel) => channel.mul(map)),
      3,
    );
  }),
  product('einsum', 'tf.einsum', function (X, y, model) {
    return tf.einsum('nhwc,nhw->nhwc', this.guidedBackprop(X, y, model), this.gradCam(X, y, model));
  }),
];

export const acceptedVisualizers = [...saliencyMaps, ...guidedBackprops, ...cams, ...products];
