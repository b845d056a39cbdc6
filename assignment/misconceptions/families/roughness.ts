/** Total variation over other pairs of pixels than vertical and horizontal neighbors. */
import * as tf from '@tensorflow/tfjs';
import type { Misconception } from '../../../harness/assignment.ts';
import { differences, tvVariant } from '../tv_loss.ts';

/** Sums over pairs of pixels a fixed distance apart, squared. */
const apart = (img: tf.Tensor4D, dy: number, dx: number): tf.Tensor => {
  const [N, H, W, C] = img.shape;
  const [h, w] = [H - Math.abs(dy), W - Math.abs(dx)];
  if (h <= 0 || w <= 0) return tf.scalar(0);
  const from = (y: number, x: number) => img.slice([0, y, x, 0], [N, h, w, C]);
  return from(Math.max(dy, 0), Math.max(dx, 0))
    .sub(from(Math.max(-dy, 0), Math.max(-dx, 0)))
    .square()
    .sum();
};

const pairs = (img: tf.Tensor4D, offsets: readonly (readonly [dy: number, dx: number])[]): tf.Tensor =>
  tf.addN(offsets.map(([dy, dx]) => apart(img, dy, dx)));

const NEIGHBORS = [
  [1, 0],
  [0, 1],
] as const;

/** Both differences of each pixel that has a neighbor below and one to the right. */
function corner(img: tf.Tensor4D): { down: tf.Tensor; right: tf.Tensor } {
  const [N, H, W, C] = img.shape;
  const cut = (d: tf.Tensor4D) => d.slice([0, 0, 0, 0], [N, H - 1, W - 1, C]);
  return { down: cut(differences(img, 1)), right: cut(differences(img, 2)) };
}

export const roughnessFamilies: Misconception[] = [
  tvVariant(
    'diagonal',
    'diagonal neighbors too',
    'Only vertical and horizontal neighbors are pairs; you count diagonal ones too.',
    (img, w) => pairs(img, [...NEIGHBORS, [1, 1], [1, -1]]).mul(w),
  ),
  tvVariant(
    'diagonal.one',
    'one diagonal too',
    'Only vertical and horizontal neighbors are pairs; you count diagonal ones too.',
    (img, w) => pairs(img, [...NEIGHBORS, [1, 1]]).mul(w),
  ),
  tvVariant(
    'diagonal.only',
    'diagonal neighbors instead',
    'Pairs are vertical and horizontal neighbors; yours are diagonal ones.',
    (img, w) =>
      pairs(img, [
        [1, 1],
        [1, -1],
      ]).mul(w),
  ),
  tvVariant(
    'step',
    'from each pixel one down and one right',
    'Two sums: vertical pairs and horizontal pairs. Yours are pixels one row and one column apart at once.',
    (img, w) => pairs(img, [[1, 1]]).mul(w),
  ),
  tvVariant('twoApart', 'pixels two apart', 'Neighbors are one pixel apart; yours are two.', (img, w) =>
    pairs(img, [
      [2, 0],
      [0, 2],
    ]).mul(w),
  ),
  tvVariant(
    'channels',
    'across the channels too',
    'Pairs are of pixels in the same channel: do not compare the channels.',
    (img, w) => pairs(img, NEIGHBORS).add(differences(img, 3).square().sum()).mul(w),
  ),
  tvVariant(
    'joined',
    'the sum of both differences, squared',
    'Square the vertical and the horizontal differences each on its own, then add.',
    (img, w) => {
      const { down, right } = corner(img);
      return down.add(right).square().sum().mul(w);
    },
  ),
  tvVariant(
    'isotropic',
    'the root of both squares at each pixel',
    'β = 2: the squares are added up as they are, without a root at each pixel (that is β = 1).',
    (img, w) => {
      const { down, right } = corner(img);
      return down.square().add(right.square()).sqrt().sum().mul(w);
    },
  ),
];
