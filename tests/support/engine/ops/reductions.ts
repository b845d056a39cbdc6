/** One number from many. */
import * as tf from '@tensorflow/tfjs';
import { NO_GRADIENT, type OpCase, op, type T } from './op.ts';

export const REDUCTIONS: OpCase[] = [
  op('sum', [[2, 3, 4]], (x: T) => tf.sum(x)),
  op('sum over 1', [[2, 3, 4]], (x: T) => tf.sum(x, 1)),
  op('sum over 0 and 2, kept', [[2, 3, 4]], (x: T) => tf.sum(x, [0, 2], true)),
  op('mean over space', [[2, 3, 4, 5]], (x: T) => tf.mean(x, [1, 2])),
  op('max', [[2, 3, 4]], (x: T) => tf.max(x)),
  op('max over the last axis', [[2, 3, 4]], (x: T) => tf.max(x, -1)),
  op('max over 0 and 1, kept', [[2, 3, 4]], (x: T) => tf.max(x, [0, 1], true)),
  op('min over 1', [[2, 3, 4]], (x: T) => tf.min(x, 1)),
  op('prod over 1', [[2, 3]], (x: T) => tf.prod(x, 1)),
  op('norm', [[2, 3, 4]], (x: T) => tf.norm(x)),
  op('norm over 1', [[2, 3, 4]], (x: T) => tf.norm(x, 2, 1)),
  op('1-norm', [[2, 3]], (x: T) => tf.norm(x, 1)),
  op('moments', [[4, 3]], (x: T) => {
    const { mean, variance } = tf.moments(x, 0);
    return [mean, variance];
  }),
  op('argMax', [[3, 4]], (x: T) => tf.argMax(x, 1), NO_GRADIENT),
  op('argMin over 0', [[3, 4]], (x: T) => tf.argMin(x, 0), NO_GRADIENT),
  op('all', [[3, 4]], (x: T) => tf.all(tf.greater(x, -1), 1), NO_GRADIENT),
  op('any', [[3, 4]], (x: T) => tf.any(tf.greater(x, 1), 1), NO_GRADIENT),
  op('cumsum', [[3, 4]], (x: T) => tf.cumsum(x, 1)),
  op('cumsum, exclusive and reversed', [[3, 4]], (x: T) => tf.cumsum(x, 0, true, true)),
  op('topk values', [[3, 5]], (x: T) => tf.topk(x, 2).values, NO_GRADIENT),
  op('topk indices', [[3, 5]], (x: T) => tf.topk(x, 2).indices, NO_GRADIENT),
];
