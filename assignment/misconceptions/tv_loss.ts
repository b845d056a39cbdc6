import * as tf from '@tensorflow/tfjs';
import type { Losses } from '#lib/style_transfer.ts';
import { subjects } from '../checks/subjects.ts';
import { losses } from '../reference_dependencies/losses.ts';
import { variantsOf } from './misconception.ts';

type Forward = Losses['tvLoss']['forward'];

export const tvVariant = variantsOf<Forward>(subjects.tvLoss, 'tvLoss', (forward) => ({
  TotalVariationLoss: class {
    forward = forward;
  },
}));

/** The differences of neighbors along one axis. */
export function differences(img: tf.Tensor4D, axis: number): tf.Tensor4D {
  const shorter = img.shape.map((n, i) => (i === axis ? n - 1 : n));
  const start = (at: number) => img.shape.map((_, i) => (i === axis ? at : 0));
  return img.slice(start(1), shorter).sub(img.slice(start(0), shorter)) as tf.Tensor4D;
}

const down = (img: tf.Tensor4D): tf.Tensor4D => differences(img, 1);
const right = (img: tf.Tensor4D): tf.Tensor4D => differences(img, 2);
/** Each pixel's next one minus itself, the first again after the last. */
const rolled = (img: tf.Tensor4D, axis: number): tf.Tensor4D => {
  const size = img.shape[axis]!;
  return img
    .gather(
      tf.tensor1d(
        [...Array(size).keys()].map((i) => (i + 1) % size),
        'int32',
      ),
      axis,
    )
    .sub(img);
};

export const tvLossMisconceptions = [
  tvVariant(
    'abs',
    'the sum of absolute differences',
    'Our total variation squares the differences of neighbors; it does not take their absolute value.',
    (img, weight) => down(img).abs().sum().add(right(img).abs().sum()).mul(weight),
  ),
  tvVariant(
    'mean',
    'means instead of sums',
    'The formula has Σ: sum the squared differences, do not average them.',
    (img, weight) => down(img).square().mean().add(right(img).square().mean()).mul(weight),
  ),
  tvVariant(
    'one',
    'vertical neighbors only',
    'There are two directions: vertically and horizontally adjacent pixels both count. The horizontal ones are missing.',
    (img, weight) => down(img).square().sum().mul(weight),
  ),
  tvVariant(
    'one.horizontal',
    'horizontal neighbors only',
    'There are two directions: vertically and horizontally adjacent pixels both count. The vertical ones are missing.',
    (img, weight) => right(img).square().sum().mul(weight),
  ),
  tvVariant(
    'one.twice',
    'vertical neighbors twice',
    'You add the vertical differences twice: the second term is for horizontally adjacent pixels.',
    (img, weight) => down(img).square().sum().mul(2).mul(weight),
  ),
  tvVariant(
    'wrap',
    'the last row and column are compared with the first',
    'Nothing wraps around: the last row has no neighbor below, the last column none to its right.',
    (img, weight) => rolled(img, 1).square().sum().add(rolled(img, 2).square().sum()).mul(weight),
  ),
  tvVariant(
    'axes',
    'NCHW slicing on an NHWC tensor: differences across colors',
    'Images are [N,H,W,C]: height and width are axes 1 and 2. You compare neighbors along axes 2 and 3, so colors with colors.',
    (img, weight) => right(img).square().sum().add(differences(img, 3).square().sum()).mul(weight),
  ),
  tvVariant(
    'border',
    'both differences cropped to (H−1)×(W−1)',
    'Every pair of neighbors counts: pairs within the last row and within the last column are missing.',
    (img, weight) => {
      const [N, H, W, C] = img.shape;
      const inner = [N, H - 1, W - 1, C];
      return down(img)
        .slice([0, 0, 0, 0], inner)
        .square()
        .sum()
        .add(right(img).slice([0, 0, 0, 0], inner).square().sum())
        .mul(weight);
    },
  ),
  tvVariant(
    'weightIn',
    'the weight inside the square',
    'The weight stands outside the square: multiply by it after squaring and summing.',
    (img, weight) => down(img).mul(weight).square().sum().add(right(img).mul(weight).square().sum()),
  ),
  tvVariant(
    'root',
    'the root of the sum of squares',
    'The formula has no square root: sum the squared differences.',
    (img, weight) => down(img).square().sum().add(right(img).square().sum()).sqrt().mul(weight),
  ),
  tvVariant(
    'detached',
    'the numbers are taken out of the tensors, and with them the gradient',
    'The value is right but it has no gradient: `dataSync()` and new tensors cut it. Stay on tensors from the image to the loss.',
    (...args) => tf.scalar(losses.tvLoss.forward(...args).dataSync()[0]!),
  ),
];
