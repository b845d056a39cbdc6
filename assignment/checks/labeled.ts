/** Images, each with the class to explain. */
import * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import type { Random } from '#lib/random.ts';
import { type ArrayData, float32, normalArray } from '#lib/tensor/array.ts';

/** Below this rank a class may be so unlikely that its score no longer depends on the image. */
export const RANKS = 6;

/**
 * N images of noise, each with the rank of the class to explain. Rank 0, the network's own choice, is never drawn, so that
 * labels matter; nor is a very low rank, whose score a final ReLU may keep at 0 for every image.
 */
export const rankedImages = (N: number, H: number, W: number) => (random: Random) => ({
  X: normalArray(random, [N, H, W, 3]),
  ranks: distinctRanks(random, N),
});

/** Like {@link rankedImages}, but the last image is a copy of the one before it: they differ only by label. */
export const rankedTwins = (N: number, H: number, W: number) => (random: Random) => ({
  X: withTwins(normalArray(random, [N, H, W, 3])),
  ranks: distinctRanks(random, N),
});

export function withTwins(X: ArrayData): ArrayData {
  const data = Float32Array.from(X.data);
  const size = data.length / X.shape[0]!;
  data.copyWithin(data.length - size, data.length - 2 * size, data.length - size);
  return float32(X.shape, data);
}

function distinctRanks(random: Random, N: number): number[] {
  const ranks = Array.from({ length: RANKS - 1 }, (_, i) => i + 1);
  return random.shuffle(ranks).slice(0, N);
}

/** The class of each image that has the given rank among its scores: int32 [N]. */
export function labelsOf(model: Model, X: tf.Tensor, ranks: readonly number[]): tf.Tensor1D {
  const { indices } = tf.topk(model.scores(X as tf.Tensor4D), RANKS);
  const classes = indices.arraySync() as number[][];
  return tf.tensor1d(
    ranks.map((rank, n) => classes[n]![rank]!),
    'int32',
  );
}
