/**
 * Regularization that keeps a class visualization from becoming noise: jitter, clamping, blur (Yosinski et al. 2015, section
 * 3).
 */
import * as tf from '@tensorflow/tfjs';
import { StudentError } from '../errors.ts';
import { problemOf } from '../returned.ts';
import { IMAGENET_MEAN, IMAGENET_STD } from './normalize.ts';

/**
 * Rolls the images down by `dy` and right by `dx` pixels; with wraparound. X [N,H,W,C] → same shape.
 *
 * @throws StudentError if X is no image: what a step returned comes here first
 */
export function jitter(X: tf.Tensor4D, dy: number, dx: number): tf.Tensor4D {
  const problem = problemOf(X, ['N', 'H', 'W', 'C']);
  if (problem) throw new StudentError(`The image to shift is ${problem}. Does the step before it return an image?`);
  return tf.tidy(() => roll(roll(X, 1, dy), 2, dx));
}

function roll(X: tf.Tensor4D, axis: 1 | 2, shift: number): tf.Tensor4D {
  const n = X.shape[axis];
  const offset = ((shift % n) + n) % n;
  if (offset === 0) return X.clone();
  const [head, tail] = tf.split(X, [n - offset, offset], axis);
  return tf.concat([tail!, head!], axis) as tf.Tensor4D;
}

/** Clamps normalized images [N,H,W,3] to the range of pixel values from 0 to 255. */
export function clampToValid(X: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const low = tf.tensor1d(IMAGENET_MEAN.map((mean, c) => -mean / IMAGENET_STD[c]!));
    const high = tf.tensor1d(IMAGENET_MEAN.map((mean, c) => (1 - mean) / IMAGENET_STD[c]!));
    return X.maximum(low).minimum(high) as tf.Tensor4D;
  });
}

/** Gaussian blur of each channel with mirrored borders; the kernel is truncated at 4 σ. X [N,H,W,C] → same shape. */
export function gaussianBlur(X: tf.Tensor4D, sigma: number): tf.Tensor4D {
  return tf.tidy(() => {
    const radius = Math.round(4 * sigma);
    const weights = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)));
    const sum = weights.reduce((a, b) => a + b, 0);
    return [1, 2].reduce(
      (image, axis) =>
        blurAxis(
          image,
          axis as 1 | 2,
          weights.map((w) => w / sum),
        ),
      X,
    );
  });
}

function blurAxis(X: tf.Tensor4D, axis: 1 | 2, weights: readonly number[]): tf.Tensor4D {
  const radius = (weights.length - 1) / 2;
  const paddings = [0, 1, 2, 3].map((a) => (a === axis ? [radius, radius] : [0, 0])) as [number, number][];
  const padded = tf.mirrorPad(X, paddings, 'symmetric');
  const shifted = weights.map((weight, i) => {
    const begin = [0, 0, 0, 0];
    begin[axis] = i;
    return padded.slice(begin, X.shape).mul(weight);
  });
  return tf.addN(shifted) as tf.Tensor4D;
}
