import * as tf from '@tensorflow/tfjs';
import type { Losses } from '#lib/style_transfer.ts';
import { subjects } from '../checks/subjects.ts';
import { referenceDependencies } from '../reference_dependencies/index.ts';
import { losses } from '../reference_dependencies/losses.ts';
import { variantsOf } from './misconception.ts';

type GramMatrix = Losses['styleLoss']['gramMatrix'];
type Forward = Losses['styleLoss']['forward'];

export const gram = variantsOf<GramMatrix>(subjects.gramMatrix, 'gram', (gramMatrix) => ({
  StyleLoss: class {
    gramMatrix = gramMatrix;
  },
}));

/** Each image's features with one row for each position: [N,HW,C]. */
export const rows = (F: tf.Tensor4D): tf.Tensor3D => F.reshape([F.shape[0], F.shape[1] * F.shape[2], F.shape[3]]);
export const channelProducts = (F: tf.Tensor3D): tf.Tensor3D => tf.matMul(F, F, true, false);
const count = ([, H, W, C]: tf.Tensor4D['shape']): number => H * W * C;
const divided = (G: tf.Tensor3D, F: tf.Tensor4D, normalize = true): tf.Tensor3D =>
  normalize ? G.div(count(F.shape)) : G;

const gramMisconceptions = [
  gram('noNorm', '`normalize` is ignored: never divided', 'With `normalize` the matrix is divided by H · W · C.', (F) =>
    channelProducts(rows(F)),
  ),
  gram(
    'noNorm.default',
    '`normalize` is off unless asked for',
    'Called without a second argument, `gramMatrix` normalizes: keep the default `normalize = true`.',
    (F, normalize = false) => divided(channelProducts(rows(F)), F, normalize),
  ),
  gram(
    'hw',
    'divided by H · W only',
    'Divide by H · W · C: the number of channels counts too.',
    (F, normalize = true) =>
      normalize ? channelProducts(rows(F)).div(F.shape[1] * F.shape[2]) : channelProducts(rows(F)),
  ),
  gram(
    'always',
    'normalizes with `normalize = false` too',
    'With `normalize = false` the matrix is not divided by anything: look at the flag.',
    (F) => divided(channelProducts(rows(F)), F),
  ),
  gram(
    'reshape',
    'reshaped to [N,C,HW] instead of transposed',
    '`reshape` only changes the shape, it does not move numbers: with channels last, [N,H,W,C] can become [N,HW,C], but to get [N,C,HW] use `transpose`.',
    (F, normalize) => {
      const mixed = F.reshape([F.shape[0], F.shape[3], -1]) as tf.Tensor3D;
      return divided(tf.matMul(mixed, mixed, false, true), F, normalize);
    },
  ),
  gram(
    'spatial',
    'positions by positions',
    'The Gram matrix compares channels with channels: [N,C,C]. Yours compares positions; transpose the other factor.',
    (F, normalize) => divided(tf.matMul(rows(F), rows(F), false, true), F, normalize),
  ),
  gram(
    'first',
    'only the first image',
    'Each of the N images has its own matrix; yours are those of the first image only.',
    (F, normalize) => divided(channelProducts(rows(F)).slice([0], [1]), F, normalize),
  ),
  gram(
    'first.repeated',
    "the first image's matrix for every image",
    'Each of the N images has its own matrix; yours are those of the first image only.',
    (F, normalize) => divided(channelProducts(rows(F)).slice([0], [1]).tile([F.shape[0], 1, 1]), F, normalize),
  ),
  gram(
    'batch',
    'divided by N too',
    'The result of an image must not depend on the batch size: divide by H · W · C, not by N.',
    (F, normalize = true) => divided(channelProducts(rows(F)), F, normalize).div(normalize ? F.shape[0] : 1),
  ),
  gram(
    'center',
    'the mean is subtracted: a covariance',
    'The Gram matrix is not centered: do not subtract the mean of the features.',
    (F, normalize) => divided(channelProducts(rows(F).sub(rows(F).mean(1, true))), F, normalize),
  ),
  gram(
    'cosine',
    'channels scaled to length 1',
    'The matrix is divided by H · W · C, the same for all channels: do not scale each channel by its own norm.',
    (F, normalize = true) => {
      const unit = rows(F).div(rows(F).square().sum(1, true).sqrt().add(1e-8)) as tf.Tensor3D;
      return channelProducts(normalize ? unit : rows(F));
    },
  ),
];

export const style = variantsOf<Forward>(subjects.styleLoss, 'styleLoss', (forward) => ({
  StyleLoss: class {
    gramMatrix = referenceDependencies.gramMatrix;
    forward = forward;
  },
}));

/** Σ over the layers of what one layer contributes. */
export const overLayers =
  (term: (G: tf.Tensor3D, A: tf.Tensor3D, w: number, F: tf.Tensor4D) => tf.Tensor): Forward =>
  (feats, layers, targets, weights) =>
    tf.addN(
      layers.map((layer, i) =>
        term(referenceDependencies.gramMatrix(feats[layer]!), targets[i]!, weights[i]!, feats[layer]!),
      ),
    ) as tf.Scalar;

export const squares = (G: tf.Tensor3D, A: tf.Tensor3D): tf.Tensor => G.sub(A).square().sum();

const styleMisconceptions = [
  style(
    'mean',
    'the mean of the squared differences',
    'The formula has Σ: sum the squared differences of the Gram matrices, do not average them.',
    overLayers((G, A, w) => G.sub(A).square().mean().mul(w)),
  ),
  style(
    'noWeight',
    'the weights are ignored',
    'Every layer has its own weight: multiply its term by `styleWeights[i]`.',
    overLayers((G, A) => squares(G, A)),
  ),
  style(
    'weightIn',
    'the weights inside the square',
    "A layer's weight stands outside the square: multiply by it after squaring and summing.",
    overLayers((G, A, w) => G.sub(A).mul(w).square().sum()),
  ),
  style(
    'mismatch',
    'targets normalized, current Gram matrices not',
    'The targets are normalized Gram matrices: call `gramMatrix` with `normalize` on here too.',
    overLayers((_, A, w, F) => squares(referenceDependencies.gramMatrix(F, false), A).mul(w)),
  ),
  style(
    'quarter',
    'the factor 1/(4 C² M²) of Gatys et al. on top of the normalization',
    'Our formula is the sum of squares only: the factor 1/(4 C² M²) of the paper is already in the Gram matrix, except for the 4.',
    overLayers((G, A, w, F) =>
      squares(G, A)
        .mul(w)
        .div(4 * count(F.shape) ** 2),
    ),
  ),
  style(
    'quarter.only',
    'a factor 1/4',
    'Our formula has no factor 1/4, unlike the one in the paper.',
    overLayers((G, A, w) => squares(G, A).mul(w).div(4)),
  ),
  style(
    'abs',
    'the sum of absolute differences',
    'The differences of the Gram matrices are squared, not made positive with an absolute value.',
    overLayers((G, A, w) => G.sub(A).abs().sum().mul(w)),
  ),
  style(
    'shape1',
    'summed up in a tensor of shape [1]',
    'The loss is a scalar, of shape []: start from `tf.scalar(0)`, not from `tf.zeros([1])`.',
    (feats, layers, targets, weights) =>
      layers.reduce<tf.Tensor>(
        (loss, layer, i) =>
          loss.add(squares(referenceDependencies.gramMatrix(feats[layer]!), targets[i]!).mul(weights[i]!)),
        tf.zeros([1]),
      ) as tf.Scalar,
  ),
  style(
    'index',
    'feats[i] instead of feats[styleLayers[i]]',
    'Entry i of the targets and weights belongs to layer number `styleLayers[i]` of the features, not to layer i.',
    (feats, layers, targets, weights) =>
      tf.addN(
        layers.map((_, i) => squares(referenceDependencies.gramMatrix(feats[i]!), targets[i]!).mul(weights[i]!)),
      ) as tf.Scalar,
  ),
  style(
    'last',
    'only the last layer counts',
    'Add the terms of all layers up; yours is the term of the last one only.',
    (feats, layers, targets, weights) => {
      const i = layers.length - 1;
      return squares(referenceDependencies.gramMatrix(feats[layers[i]!]!), targets[i]!).mul(weights[i]!) as tf.Scalar;
    },
  ),
  style(
    'detached',
    'the numbers are taken out of the tensors, and with them the gradient',
    'The value is right but it has no gradient: `dataSync()` and new tensors cut it. Stay on tensors from the features to the loss.',
    (...args) => tf.scalar(losses.styleLoss.forward(...args).dataSync()[0]!),
  ),
  style(
    'perLayer',
    'divided by the number of layers',
    'Add the terms of all layers up; do not average them.',
    (...args) => losses.styleLoss.forward(...args).div(args[1].length),
  ),
];

export const styleLossMisconceptions = [...gramMisconceptions, ...styleMisconceptions];
