/** The Gram matrix and the style loss. */
import * as tf from '@tensorflow/tfjs';
import { subjects } from '../../../assignment/checks/subjects.ts';
import { referenceDependencies } from '../../../assignment/reference_dependencies/index.ts';
import type { Losses } from '../../../lib/style_transfer.ts';
import { heldOutOf } from './held_out.ts';

const gram = heldOutOf<Losses['styleLoss']['gramMatrix']>(subjects.gramMatrix, (gramMatrix) => ({
  StyleLoss: class {
    gramMatrix = gramMatrix;
  },
}));
const rows = (F: tf.Tensor4D): tf.Tensor3D => F.reshape([F.shape[0], -1, F.shape[3]]);
const share = ([, H, W, C]: tf.Tensor4D['shape']): number => H * W * C;

const gramVariants = [
  gram('gram.nchw', 'the shape is read as [N,C,H,W]', (F, normalize = true) => {
    const [N, C, H, W] = F.shape;
    const flat = F.reshape([N, C, H * W]) as tf.Tensor3D;
    return tf.matMul(flat, flat, false, true).div(normalize ? C * H * W : 1) as tf.Tensor3D;
  }),
  gram(
    'gram.divideFirst',
    'the features are divided, not their products',
    (F, normalize = true) => {
      const flat = rows(F).div(normalize ? share(F.shape) : 1) as tf.Tensor3D;
      return tf.matMul(flat, flat, true, false);
    },
    'gram.by',
  ),
  gram(
    'gram.flagFlipped',
    'divided when it should not be, and the other way round',
    (F, normalize = true) => {
      const G = tf.matMul(rows(F), rows(F), true, false);
      return G.div(normalize ? 1 : share(F.shape));
    },
    'gram.flippedFlag',
  ),
  gram('gram.tutorial', 'one matrix for all images', (F, normalize = true) => {
    const flat = F.reshape([-1, F.shape[3]]) as tf.Tensor2D;
    const G = tf.matMul(flat, flat, true, false).div(normalize ? F.size : 1);
    return G.expandDims(0);
  }),
];

const style = heldOutOf<Losses['styleLoss']['forward']>(subjects.styleLoss, (forward) => ({
  StyleLoss: class {
    gramMatrix = referenceDependencies.gramMatrix;
    forward = forward;
  },
}));
/** Σ (G − A)² of each layer. */
const squares = (feats: tf.Tensor4D[], layers: number[], targets: tf.Tensor3D[]): tf.Tensor[] =>
  layers.map((layer, i) => referenceDependencies.gramMatrix(feats[layer]!).sub(targets[i]!).square().sum());
const total = (terms: tf.Tensor[]): tf.Scalar => tf.addN([tf.scalar(0), ...terms]) as tf.Scalar;

const styleVariants = [
  style('styleLoss.firstWeight', 'the first weight for every layer', (feats, layers, targets, weights) =>
    total(squares(feats, layers, targets).map((term) => term.mul(weights[0]!))),
  ),
  style('styleLoss.skipsLast', 'the loop ends before the last layer', (feats, layers, targets, weights) => {
    const terms: tf.Tensor[] = [];
    for (let i = 0; i < layers.length - 1; i++) terms.push(squares(feats, layers, targets)[i]!.mul(weights[i]!));
    return total(terms);
  }),
  style('styleLoss.running', 'each weight multiplies all layers so far', (feats, layers, targets, weights) =>
    squares(feats, layers, targets).reduce<tf.Scalar>((loss, term, i) => loss.add(term).mul(weights[i]!), tf.scalar(0)),
  ),
  style('styleLoss.johnson', 'each term divided by H W C once more', (feats, layers, targets, weights) =>
    total(squares(feats, layers, targets).map((term, i) => term.mul(weights[i]!).div(share(feats[layers[i]!]!.shape)))),
  ),
];

export const styleVariantsAll = [...gramVariants, ...styleVariants];
