/** What students call now and then. Gradients that are refused are in tests/lib/engine/refused_gradients.test.ts. */
import * as tf from '@tensorflow/tfjs';
import { int, NO_GRADIENT, type OpCase, op, POSITIVE, type T, type T1, type T2, type T4, UNIT } from './op.ts';

type T5 = tf.Tensor5D;
/** Where what is greatest is negative, too. */
const DILATED = { range: [-3, -1] as [number, number], ...NO_GRADIENT };
const PAIR: number[][] = [
  [2, 5],
  [2, 5],
];

export const LESS_COMMON: OpCase[] = [
  op('acos', [[2, 3]], tf.acos, UNIT),
  op('atanh', [[2, 3]], tf.atanh, UNIT),
  op('asinh', [[2, 3]], tf.asinh),
  op('acosh', [[2, 3]], tf.acosh, { range: [1.2, 3] }),
  op('sinh', [[2, 3]], tf.sinh),
  op('cosh', [[2, 3]], tf.cosh),
  op('logSigmoid', [[2, 3]], tf.logSigmoid),
  op('floorDiv', [[2, 3], [3]], (a: T, b: T) => tf.floorDiv(a, b), POSITIVE),
  op('mod, broadcast', [[2, 3], [3]], tf.mod, POSITIVE),
  op('atan2, broadcast', [[2, 3], [3]], tf.atan2, POSITIVE),
  op('maximum, broadcast', [[2, 3], [3]], tf.maximum),
  op(
    'minimum, broadcast',
    [
      [2, 3],
      [2, 1],
    ],
    tf.minimum,
  ),
  op('squaredDifference, broadcast', [[2, 3], [3]], tf.squaredDifference),
  op('pow, broadcast', [[2, 3], [3]], tf.pow, POSITIVE),
  op('infinity norm', [[2, 5]], (x: T) => tf.norm(x, Number.POSITIVE_INFINITY, 1)),
  op('norm over both axes', [[2, 5]], (x: T) => tf.norm(x, 'euclidean', [0, 1], true)),
  op('variance over space', [[2, 3, 4, 2]], (x: T) => tf.moments(x, [1, 2], true).variance),
  op('absoluteDifference', PAIR, (a: T, b: T) => tf.losses.absoluteDifference(a, b)),
  op('cosineDistance', PAIR, (a: T, b: T) => tf.losses.cosineDistance(a, b, 1)),
  op('hingeLoss', [[2, 5]], (x: T) => tf.losses.hingeLoss(tf.ones([2, 5]), x)),
  op('huberLoss', PAIR, (a: T, b: T) => tf.losses.huberLoss(a, b)),
  op('logLoss', PAIR, (a: T, b: T) => tf.losses.logLoss(a, b), { range: [0.1, 0.9] }),
  op('meanSquaredError', PAIR, (a: T, b: T) => tf.losses.meanSquaredError(a, b)),
  op('sigmoidCrossEntropy', [[2, 5]], (x: T) => tf.losses.sigmoidCrossEntropy(tf.ones([2, 5]), x)),
  op('softmaxCrossEntropy, smoothed', [[2, 5]], (x: T) =>
    tf.losses.softmaxCrossEntropy(tf.oneHot(int([1, 3]) as T1, 5), x, undefined, 0.1),
  ),
  op(
    'matMul, transposed, batches',
    [
      [2, 4, 3],
      [2, 5, 4],
    ],
    (a: T, b: T) => tf.matMul(a, b, true, true),
  ),
  op(
    'matMul, one batch for all',
    [
      [2, 3, 4],
      [1, 4, 5],
    ],
    tf.matMul,
  ),
  op(
    'conv2d, padded by numbers',
    [
      [1, 5, 6, 2],
      [3, 3, 2, 3],
    ],
    (x: T4, f: T4) => tf.conv2d(x, f, 2, 1),
  ),
  op(
    'conv2d, padded unevenly',
    [
      [1, 5, 6, 2],
      [3, 3, 2, 3],
    ],
    (x: T4, f: T4) =>
      tf.conv2d(x, f, 1, [
        [0, 0],
        [0, 1],
        [2, 0],
        [0, 0],
      ]),
  ),
  op(
    'conv2d, even filter, same',
    [
      [1, 5, 6, 2],
      [2, 4, 2, 3],
    ],
    (x: T4, f: T4) => tf.conv2d(x, f, [1, 2], 'same'),
  ),
  op('maxPool3d', [[1, 4, 4, 4, 2]], (x: T5) => tf.maxPool3d(x, 2, 2, 'valid')),
  op('avgPool, padded by a number', [[1, 5, 6, 2]], (x: T4) => tf.avgPool(x, 3, 2, 1)),
  op('maxPool, padded by a number', [[1, 5, 6, 2]], (x: T4) => tf.maxPool(x, 3, 2, 1)),
  op('maxPool, overlapping, unequal', [[2, 5, 6, 2]], (x: T4) => tf.maxPool(x, [3, 2], [1, 2], 'same')),
  op('pool, dilated average', [[1, 7, 8, 2]], (x: T4) => tf.pool(x, 2, 'avg', 'valid', 2)),
  op('grayscaleToRGB', [[1, 3, 4, 1]], (x: T4) => tf.image.grayscaleToRGB(x)),
  op('rgbToGrayscale', [[1, 3, 4, 3]], (x: T4) => tf.image.rgbToGrayscale(x)),
  op(
    'batchNorm of all five',
    [[4, 3], [3], [3], [3], [3]],
    (x: T2, m: T1, v: T1, o: T1, s: T1) => tf.batchNorm(x, m, v, o, s),
    POSITIVE,
  ),
  op('dropout of nothing', [[3, 4]], (x: T) => tf.dropout(x, 0)),
  op('bandPart', [[3, 4]], (x: T) => tf.linalg.bandPart(x, 0, 1)),
  op('bandPart, batches', [[2, 3, 3]], (x: T) => tf.linalg.bandPart(x, 1, -1)),
  op('unstack of one', [[3, 1, 2]], (x: T) => tf.unstack(x, 1)[0]),
  op('unstack of three', [[3, 2]], (x: T) => tf.stack([...tf.unstack(x)].reverse())),
  op('split of one', [[3, 2]], (x: T) => tf.split(x, 1, 1)[0]),
  op('split, unequal', [[3, 4]], (x: T) => tf.split(x, [1, 3], 1)),
  op('dilation2d', [[1, 5, 6, 2]], (x: T4) => tf.dilation2d(x, tf.zeros([2, 2, 2]), 1, 'valid'), DILATED),
  op('dilation2d, same', [[2, 5, 6, 2]], (x: T4) => tf.dilation2d(x, tf.zeros([2, 3, 2]), [1, 2], 'same'), DILATED),
  op('cumsum over 0', [[3, 4]], (x: T) => tf.cumsum(x, 0)),
  op('max, two axes', [[2, 3, 4]], (x: T) => tf.max(x, [0, 2])),
  op('mean of int32 weights', [[2, 3]], (x: T) => tf.mean(tf.mul(x, tf.cast(int([1, 2, 3]), 'float32')), 1, true)),
  op('stack of itself', [[2, 3]], (x: T) => tf.stack([x, x.square(), x], 1)),
  op('concat of itself', [[2, 3]], (x: T) => tf.concat([x, x.square()], 0)),
];
