/** Losses with another distance, another normalization. */
import * as tf from '@tensorflow/tfjs';
import type { Misconception } from '../../../harness/assignment.ts';
import { referenceDependencies } from '../../reference_dependencies/index.ts';
import { contentVariant } from '../content_loss.ts';
import { channelProducts, gram, overLayers, rows, squares, style } from '../style_loss.ts';

type Divisor = (shape: readonly [n: number, h: number, w: number, c: number]) => number;

/** The Gram matrix divided by something else. */
const DIVISORS: readonly (readonly [id: string, by: string, divisor: Divisor])[] = [
  ['c', 'C', ([, , , C]) => C],
  ['squared', '(H · W · C)²', ([, H, W, C]) => (H * W * C) ** 2],
  ['cSquared', 'C²', ([, , , C]) => C ** 2],
  ['hwSquared', '(H · W)²', ([, H, W]) => (H * W) ** 2],
  ['hc', 'H · C', ([, H, , C]) => H * C],
  ['wc', 'W · C', ([, , W, C]) => W * C],
  ['less', 'H · W · C − 1', ([, H, W, C]) => H * W * C - 1],
];

export const lossFamilies: Misconception[] = [
  contentVariant(
    'sumFirst',
    'summed before squaring',
    'Square each difference, then add up; yours adds up first.',
    (w, F, P) => F.sub(P).sum().square().mul(w),
  ),
  contentVariant('separate', 'Σ F² − Σ P²', 'Subtract first, then square: (F − P)², not F² − P².', (w, F, P) =>
    F.square().sum().sub(P.square().sum()).mul(w),
  ),
  contentVariant('separate.abs', 'Σ |F² − P²|', 'Subtract first, then square: (F − P)², not |F² − P²|.', (w, F, P) =>
    F.square().sub(P.square()).abs().sum().mul(w),
  ),
  contentVariant(
    'largest',
    'the largest squared difference',
    'Add up all squared differences; yours is the largest of them.',
    (w, F, P) => F.sub(P).square().max().mul(w),
  ),
  contentVariant('relu', 'only where the features have grown', 'All differences count, those below 0 too.', (w, F, P) =>
    F.sub(P).relu().square().sum().mul(w),
  ),
  contentVariant(
    'spatialMean',
    'the mean over height and width',
    'The formula has Σ over the positions too: do not average over height and width.',
    (w, F, P) => F.sub(P).square().mean([1, 2]).sum().mul(w),
  ),
  contentVariant(
    'channelMean',
    'the mean over the channels',
    'The formula has Σ over the channels too: do not average over them.',
    (w, F, P) => F.sub(P).square().mean(-1).sum().mul(w),
  ),
  ...DIVISORS.map(([id, by, divisor]) =>
    gram(
      `by.${id}`,
      `divided by ${by}`,
      `With \`normalize\` the matrix is divided by H · W · C, not by ${by}.`,
      (F, normalize = true) => (normalize ? channelProducts(rows(F)).div(divisor(F.shape)) : channelProducts(rows(F))),
    ),
  ),
  gram(
    'flippedFlag',
    '`normalize` the other way round',
    'With `normalize = true` the matrix is divided, with `false` it is not: yours is the other way round.',
    (F, normalize = true) => referenceDependencies.gramMatrix(F, !normalize),
  ),
  style(
    'weightsByLayer',
    'weights by the number of the layer',
    'Entry i of the weights belongs to entry i of `styleLayers`: use `styleWeights[i]`, not the number of the layer.',
    (feats, layers, targets, weights) =>
      overLayers(squaresTimes)(
        feats,
        layers,
        targets,
        layers.map((layer) => weights[layer % weights.length]!),
      ),
  ),
  style(
    'frobenius',
    'the norm of each difference',
    'The formula has the sum of squares of each layer, without a root.',
    overLayers((G, A, w) => squares(G, A).sqrt().mul(w)),
  ),
  style(
    'perC',
    'divided by C²',
    'The formula is the sum of squares only: do not divide by the size of the Gram matrix.',
    overLayers((G, A, w) =>
      squares(G, A)
        .mul(w)
        .div(G.shape[1] * G.shape[2]),
    ),
  ),
  style(
    'upper',
    'only above the diagonal',
    'All entries of the Gram matrix count, both (c,d) and (d,c).',
    overLayers((G, A, w) => tf.linalg.bandPart(G.sub(A), 0, -1).square().sum().mul(w)),
  ),
];

function squaresTimes(G: tf.Tensor3D, A: tf.Tensor3D, w: number): tf.Tensor {
  return squares(G, A).mul(w);
}
