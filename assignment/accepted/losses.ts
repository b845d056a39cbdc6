import * as tf from '@tensorflow/tfjs';
import type { Losses } from '#lib/style_transfer.ts';
import { subjects } from '../checks/subjects.ts';
import { solutionsOf } from './accepted.ts';

type ContentForward = Losses['contentLoss']['forward'];
type TvForward = Losses['tvLoss']['forward'];

const content = solutionsOf<ContentForward>(subjects.contentLoss, 'contentLoss', (forward) => ({
  ContentLoss: class {
    forward = forward;
  },
}));

const contentLosses = [
  content(
    'squaredDifference',
    'tf.squaredDifference',
    (weight, F, P) => tf.squaredDifference(F, P).sum().mul(weight) as tf.Scalar,
  ),
  content('pow', 'tf.pow, the weight first', (weight, F, P) => tf.mul(weight, tf.sum(tf.pow(tf.sub(P, F), 2)))),
  content('dot', 'the dot product of the flattened difference with itself', (weight, F, P) => {
    const d = F.sub(P).flatten() as tf.Tensor1D;
    return d.dot(d).mul(weight) as tf.Scalar;
  }),
  content('meanTimesSize', 'the mean times the number of entries', (weight, F, P) =>
    F.sub(P)
      .square()
      .mean()
      .mul(weight * F.size),
  ),
  content('axisByAxis', 'summed one axis at a time', (weight, F, P) => {
    let loss: tf.Tensor = F.sub(P);
    loss = loss.mul(loss);
    for (let axis = 0; axis < 4; axis++) loss = loss.sum(0);
    return loss.mul(weight) as tf.Scalar;
  }),
  content('expanded', 'ΣF² − 2ΣFP + ΣP²', (weight, F, P) =>
    F.square().sum().sub(F.mul(P).sum().mul(2)).add(P.square().sum()).mul(weight),
  ),
  content('rootWeight', 'the root of the weight inside the square', (weight, F, P) =>
    F.sub(P).mul(Math.sqrt(weight)).square().sum(),
  ),
  content('noise', 'one part in a million off', (weight, F, P) =>
    F.sub(P)
      .square()
      .sum()
      .mul(weight * (1 + 1e-6)),
  ),
];

const tv = solutionsOf<TvForward>(subjects.tvLoss, 'tvLoss', (forward) => ({
  TotalVariationLoss: class {
    forward = forward;
  },
}));

const from = (start: number, end: number): tf.Tensor1D => tf.range(start, end, 1, 'int32');

const tvLosses = [
  tv('slices', 'slices with open ends', (img, weight) => {
    const [, H, W] = img.shape;
    const across = tf.sub(img.slice([0, 0, 0], [-1, -1, W - 1]), img.slice([0, 0, 1], [-1, -1, W - 1]));
    const down = tf.sub(img.slice([0, 0], [-1, H - 1]), img.slice([0, 1], [-1, H - 1]));
    return tf.add(tf.sum(tf.square(across)), tf.sum(tf.square(down))).mul(weight);
  }),
  tv('stridedSlice', 'tf.stridedSlice', (img, weight) => {
    const [N, H, W, C] = img.shape;
    const part = (y: number, x: number, height: number, width: number) =>
      tf.stridedSlice(img, [0, y, x, 0], [N, height, width, C]);
    const down = tf.squaredDifference(part(1, 0, H, W), part(0, 0, H - 1, W)).sum();
    return down.add(tf.squaredDifference(part(0, 1, H, W), part(0, 0, H, W - 1)).sum()).mul(weight);
  }),
  tv('gather', 'rows and columns gathered', (img, weight) => {
    const [, H, W] = img.shape;
    const down = img.gather(from(1, H), 1).sub(img.gather(from(0, H - 1), 1));
    const right = img.gather(from(1, W), 2).sub(img.gather(from(0, W - 1), 2));
    return down.square().sum().add(right.square().sum()).mul(weight);
  }),
  tv('depthwise', 'a depthwise convolution with (−1, 1)', (img, weight) => {
    const C = img.shape[3];
    const filter = (height: number, width: number) =>
      tf
        .tensor2d([[-1], [1]])
        .tile([1, C])
        .reshape([height, width, C, 1]) as tf.Tensor4D;
    const down = tf.depthwiseConv2d(img, filter(2, 1), 1, 'valid');
    const right = tf.depthwiseConv2d(img, filter(1, 2), 1, 'valid');
    return tf.add(down.square().sum(), right.square().sum()).mul(weight);
  }),
  tv('unstack', 'lists of rows and columns', (img, weight) => {
    const along = (axis: number) => {
      const lines = tf.unstack(img, axis);
      return tf.squaredDifference(tf.stack(lines.slice(1)), tf.stack(lines.slice(0, -1))).sum();
    };
    return along(1).add(along(2)).mul(weight);
  }),
  tv('matrix', 'multiplied by a matrix of differences', (img, weight) => {
    const differences = (x: tf.Tensor, axis: number) => {
      const n = x.shape[axis]!;
      const D = tf
        .eye(n)
        .slice([1, 0], [n - 1, n])
        .sub(tf.eye(n).slice([0, 0], [n - 1, n]));
      const order = [axis, ...[0, 1, 2, 3].filter((other) => other !== axis)];
      return tf.matMul(D as tf.Tensor2D, x.transpose(order).reshape([n, -1]) as tf.Tensor2D);
    };
    return differences(img, 1).square().sum().add(differences(img, 2).square().sum()).mul(weight);
  }),
  tv('oneSum', 'all differences in one list', (img, weight) => {
    const [N, H, W, C] = img.shape;
    const down = img.slice([0, 1, 0, 0], [N, H - 1, W, C]).sub(img.slice([0, 0, 0, 0], [N, H - 1, W, C]));
    const right = img.slice([0, 0, 1, 0], [N, H, W - 1, C]).sub(img.slice([0, 0, 0, 0], [N, H, W - 1, C]));
    return tf.concat([down.flatten(), right.flatten()]).square().sum().mul(weight);
  }),
];

export const acceptedLosses = [...contentLosses, ...tvLosses];
