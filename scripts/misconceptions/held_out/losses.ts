/** The three losses and the Gram matrix. */
import * as tf from '@tensorflow/tfjs';
import { subjects } from '../../../assignment/checks/subjects.ts';
import { referenceDependencies } from '../../../assignment/reference_dependencies/index.ts';
import type { Losses } from '../../../lib/style_transfer.ts';
import { heldOutOf } from './held_out.ts';

const { gramMatrix } = referenceDependencies;

const content = heldOutOf<Losses['contentLoss']['forward']>(subjects.contentLoss, (forward) => ({
  ContentLoss: class {
    forward = forward;
  },
}));
const contentVariants = [
  content('contentLoss.sumFirst', 'summed before squaring', (w, F, P) => F.sub(P).sum().square().mul(w)),
  content('contentLoss.perImage', 'divided by the number of images', (w, F, P) =>
    F.sub(P).square().sum().div(F.shape[0]).mul(w),
  ),
  content('contentLoss.firstImage', 'only the first image', (w, F, P) =>
    F.sub(P).slice([0], [1]).square().sum().mul(w),
  ),
  content('contentLoss.separate', 'Σ F² − Σ P²', (w, F, P) => F.square().sum().sub(P.square().sum()).mul(w)),
];

const gram = heldOutOf<Losses['styleLoss']['gramMatrix']>(subjects.gramMatrix, (gramMatrix) => ({
  StyleLoss: class {
    gramMatrix = gramMatrix;
  },
}));
const rows = (F: tf.Tensor4D): tf.Tensor3D => F.reshape([F.shape[0], -1, F.shape[3]]);
const products = (F: tf.Tensor4D): tf.Tensor3D => tf.matMul(rows(F), rows(F), true, false);
const share = ([, H, W, C]: number[]): number => H! * W! * C!;

const gramVariants = [
  gram('gram.twice', 'divided by 2 H W C', (F, normalize = true) =>
    products(F).div(normalize ? 2 * share(F.shape) : 1),
  ),
  gram('gram.upper', 'zeros below the diagonal', (F, normalize = true) => {
    const G = products(F).div(normalize ? share(F.shape) : 1);
    return tf.linalg.bandPart(G, 0, -1) as tf.Tensor3D;
  }),
  gram('gram.mixed', 'the mean of all images', (F, normalize = true) =>
    products(F)
      .div(normalize ? share(F.shape) : 1)
      .mean(0, true)
      .tile([F.shape[0], 1, 1]),
  ),
  gram('gram.rootNorm', 'divided by the root of H W C', (F, normalize = true) =>
    products(F).div(normalize ? Math.sqrt(share(F.shape)) : 1),
  ),
];

const style = heldOutOf<Losses['styleLoss']['forward']>(subjects.styleLoss, (forward) => ({
  StyleLoss: class {
    gramMatrix = gramMatrix;
    forward = forward;
  },
}));
const each = (feats: tf.Tensor4D[], layers: number[], targets: tf.Tensor3D[]): tf.Tensor[] =>
  layers.map((layer, i) => gramMatrix(feats[layer]!).sub(targets[i]!).square().sum());
const styleVariants = [
  style('styleLoss.unitWeights', 'weights divided by their sum', (feats, layers, targets, weights) => {
    const all = weights.reduce((a, b) => a + b, 0);
    return tf.addN(each(feats, layers, targets).map((term, i) => term.mul(weights[i]! / all))) as tf.Scalar;
  }),
  style(
    'styleLoss.skipsFirst',
    'the first layer is left out',
    (feats, layers, targets, weights) =>
      tf.addN([
        tf.scalar(0),
        ...each(feats, layers, targets)
          .map((term, i) => term.mul(weights[i]!))
          .slice(1),
      ]) as tf.Scalar,
  ),
  style(
    'styleLoss.reversed',
    'weights in the reverse order',
    (feats, layers, targets, weights) =>
      tf.addN(each(feats, layers, targets).map((term, i) => term.mul(weights.at(-1 - i)!))) as tf.Scalar,
  ),
  style(
    'styleLoss.roots',
    'the norm of each difference',
    (feats, layers, targets, weights) =>
      tf.addN(each(feats, layers, targets).map((term, i) => term.sqrt().mul(weights[i]!))) as tf.Scalar,
  ),
];

const tv = heldOutOf<Losses['tvLoss']['forward']>(subjects.tvLoss, (forward) => ({
  TotalVariationLoss: class {
    forward = forward;
  },
}));
type Image = tf.Tensor4D;
const apart = (img: Image, rows: number, columns: number): tf.Tensor => {
  const [N, H, W, C] = img.shape;
  const size: [number, number, number, number] = [N, H - rows, W - columns, C];
  return img.slice([0, rows, columns, 0], size).sub(img.slice([0, 0, 0, 0], size));
};
const roughness = (img: Image): tf.Scalar =>
  apart(img, 1, 0)
    .square()
    .sum()
    .add(apart(img, 0, 1).square().sum()) as tf.Scalar;
const tvVariants = [
  tv('tvLoss.half', 'a factor 1/2', (img, w) => roughness(img).mul(w).mul(0.5)),
  tv('tvLoss.diagonal', 'diagonal neighbors too', (img, w) =>
    roughness(img)
      .add(apart(img, 1, 1).square().sum())
      .mul(w),
  ),
  tv('tvLoss.unweighted', 'the weight is ignored', (img) => roughness(img)),
  tv('tvLoss.perImage', 'divided by the number of images', (img, w) => roughness(img).mul(w).div(img.shape[0])),
  tv('tvLoss.twoApart', 'neighbors two pixels apart', (img, w) =>
    apart(img, 2, 0)
      .square()
      .sum()
      .add(apart(img, 0, 2).square().sum())
      .mul(w),
  ),
  tv('tvLoss.green', 'one channel only', (img, w) =>
    roughness(img.slice([0, 0, 0, 0], [-1, -1, -1, 1]) as Image).mul(w),
  ),
];

export const lossVariants = [...contentVariants, ...gramVariants, ...styleVariants, ...tvVariants];
