/** Shared by fooling images and class visualization: gradient ascent of a score on one image. */
import * as tf from '@tensorflow/tfjs';
import { NotImplementedError } from '#lib/errors.ts';
import type { Model } from '#lib/models/model.ts';
import type { Random } from '#lib/random.ts';
import { type ArrayData, normalArray } from '#lib/tensor/array.ts';
import { labelsOf, RANKS } from './labeled.ts';
import { TOY_SIZE, toyWeights } from './toy/network.ts';

/** One image of noise for the toy network, and the network's weights. */
export const toyImage = (random: Random) => ({
  X: normalArray(random, [1, ...TOY_SIZE, 3]),
  weights: toyWeights(random),
});

/** Like {@link toyImage}, but for a network whose scores have no gradient: the weights of its last layer are 0. */
export const flatToyImage = (random: Random) => {
  const { X, weights } = toyImage(random);
  const flat = weights.map((array, i): ArrayData => {
    return i === weights.length - 2 ? { ...array, data: new Float32Array(array.data.length) } : array;
  });
  return { X, weights, flat };
};

/** The class with the given rank among the image's scores; 0 is the network's choice. */
export function classOfRank(model: Model, X: tf.Tensor, rank: number): number {
  return labelsOf(model, X, [rank]).dataSync()[0]!;
}

/** The least likely class that {@link classOfRank} can name; far from the network's choice. */
export const LOWEST_TOY_RANK = RANKS - 1;

/** 1 if the call throws an error, 0 if not. A stub's error is rethrown. */
export function throws(call: () => unknown): tf.Scalar {
  try {
    call();
    return tf.scalar(0);
  } catch (error) {
    if (error instanceof NotImplementedError) throw error;
    return tf.scalar(error instanceof Error && error.message !== '' ? 1 : 0);
  }
}
