import * as tf from '@tensorflow/tfjs';
import type { Losses } from '#lib/style_transfer.ts';
import { subjects } from '../checks/subjects.ts';
import { referenceDependencies } from '../reference_dependencies/index.ts';
import { solutionsOf } from './accepted.ts';

type GramMatrix = Losses['styleLoss']['gramMatrix'];
type Forward = (this: { gramMatrix: GramMatrix }, ...args: Parameters<Losses['styleLoss']['forward']>) => tf.Scalar;

const gram = solutionsOf<GramMatrix>(subjects.gramMatrix, 'gram', (gramMatrix) => ({
  StyleLoss: class {
    gramMatrix = gramMatrix;
  },
}));

const grams = [
  gram('channelsFirst', 'transposed to [N,C,HW]', (features, normalize = true) => {
    const [N, H, W, C] = features.shape;
    const F = features.transpose([0, 3, 1, 2]).reshape([N, C, H * W]) as tf.Tensor3D;
    const G = F.matMul(F.transpose([0, 2, 1])) as tf.Tensor3D;
    return normalize ? G.div(H * W * C) : G;
  }),
  gram('einsum', 'tf.einsum', (features, normalize = true) => {
    const [, H, W, C] = features.shape;
    return tf.einsum('nhwc,nhwd->ncd', features, features).div(normalize ? H * W * C : 1) as tf.Tensor3D;
  }),
  gram('outer', 'outer products of every position, summed', (features, normalize = true) => {
    const [, H, W, C] = features.shape;
    const outer = features.expandDims(3).mul(features.expandDims(4));
    return outer.sum([1, 2]).mul(normalize ? 1 / (H * W * C) : 1) as tf.Tensor3D;
  }),
  gram('before', 'divided before multiplying', (features, normalize = true) => {
    const [N, H, W, C] = features.shape;
    const scale = normalize ? Math.sqrt(H * W * C) : 1;
    const F = features.div(scale).reshape([N, -1, C]) as tf.Tensor3D;
    return tf.matMul(F, F, true);
  }),
  gram('oneFactor', 'one of the factors divided', (features, normalize = true) => {
    const [N, H, W, C] = features.shape;
    const F = features.reshape([N, H * W, C]) as tf.Tensor3D;
    return tf.matMul(normalize ? F.div(H * W * C) : F, F, true, false);
  }),
  gram('rowByRow', 'row by row of the image, summed', (features, normalize = true) => {
    const [, H, W, C] = features.shape;
    const G = tf.matMul(features, features, true, false).sum(1) as tf.Tensor3D;
    return normalize ? G.div(tf.scalar(H * W * C)) : G;
  }),
  gram('conditional', 'an if instead of an expression', (features, normalize = true) => {
    const [N, H, W, C] = features.shape;
    let F: tf.Tensor = features.reshape([N, H * W, C]);
    F = tf.matMul(F.transpose([0, 2, 1]) as tf.Tensor3D, F as tf.Tensor3D);
    if (normalize) F = F.div(H).div(W).div(C);
    return F as tf.Tensor3D;
  }),
  gram('noise', 'one part in a million off', (features, normalize) =>
    referenceDependencies.gramMatrix(features, normalize).mul(1 + 1e-6),
  ),
];

const style = solutionsOf<Forward>(subjects.styleLoss, 'styleLoss', (forward) => ({
  StyleLoss: class {
    gramMatrix = referenceDependencies.gramMatrix;
    forward = forward;
  },
}));

const styles = [
  style('addN', 'tf.addN', function (feats, layers, targets, weights) {
    return tf.addN(
      layers.map((layer, i) => this.gramMatrix(feats[layer]!, true).sub(targets[i]!).square().sum().mul(weights[i]!)),
    ) as tf.Scalar;
  }),
  style('reduce', 'reduce', function (feats, layers, targets, weights) {
    return layers.reduce<tf.Scalar>(
      (loss, layer, i) =>
        loss.add(tf.squaredDifference(targets[i]!, this.gramMatrix(feats[layer]!)).sum().mul(weights[i]!)),
      tf.scalar(0),
    );
  }),
  style('stack', 'a stack of terms times a vector of weights', function (feats, layers, targets, weights) {
    const terms = layers.map((layer, i) => tf.squaredDifference(this.gramMatrix(feats[layer]!), targets[i]!).sum());
    return tf.dot(tf.stack(terms) as tf.Tensor1D, tf.tensor1d(weights)) as tf.Scalar;
  }),
  style('weightFirst', 'each square weighted before the sum', function (feats, layers, targets, weights) {
    let loss: tf.Tensor = tf.scalar(0);
    for (let i = 0; i < layers.length; i++) {
      const d = tf.sub(this.gramMatrix(feats[layers[i]!]!), targets[i]!);
      loss = loss.add(d.mul(d).mul(weights[i]!).sum());
    }
    return loss as tf.Scalar;
  }),
  style('flat', 'all differences in one list', function (feats, layers, targets, weights) {
    const differences = layers.map((layer, i) =>
      this.gramMatrix(feats[layer]!).sub(targets[i]!).mul(Math.sqrt(weights[i]!)).flatten(),
    );
    return tf.concat(differences).square().sum();
  }),
  style('backwards', 'the layers backwards, without a start value', function (feats, layers, targets, weights) {
    let loss: tf.Tensor | undefined;
    for (let i = layers.length - 1; i >= 0; i--) {
      const term = this.gramMatrix(feats[layers[i]!]!).sub(targets[i]!).square().sum([0, 1, 2]).mul(weights[i]!);
      loss = loss ? loss.add(term) : term;
    }
    return loss as tf.Scalar;
  }),
];

export const acceptedStyleLosses = [...grams, ...styles];
