/** Elements and parts of a tensor, by index or by condition. */
import * as tf from '@tensorflow/tfjs';
import { int, NO_GRADIENT, type OpCase, op, type T, type T1 } from './op.ts';

export const SELECTION: OpCase[] = [
  op('gather', [[4, 3]], (x: T) => tf.gather(x, int([3, 0, 0]))),
  op('gather along 1', [[2, 4, 3]], (x: T) => tf.gather(x, int([3, 1, 1]), 1)),
  op('gather, indices of rank 2', [[4, 3]], (x: T) => tf.gather(x, int([3, 0, 0, 1], [2, 2]))),
  op('gather, batchDims 1', [[3, 5]], (x: T) => tf.gather(x, int([4, 0, 2], [3, 1]), 1, 1)),
  op('gather, batchDims 1, flat indices', [[3, 5]], (x: T) => tf.gather(x, int([4, 0, 2]), 1, 1)),
  op('gather, batchDims 1, slices', [[2, 3, 4]], (x: T) => tf.gather(x, int([2, 0, 1, 1], [2, 2]), 1, 1)),
  op('gather, batchDims 1, axis 2', [[2, 3, 4]], (x: T) => tf.gather(x, int([3, 0, 1, 1], [2, 2]), 2, 1)),
  op('gather, batchDims 2', [[2, 2, 4]], (x: T) => tf.gather(x, int([3, 0, 1, 2], [2, 2, 1]), 2, 2)),
  op('gatherND, elements', [[3, 5]], (x: T) => tf.gatherND(x, int([0, 4, 1, 0, 2, 2], [3, 2]))),
  op('gatherND, slices, one twice', [[3, 5]], (x: T) => tf.gatherND(x, int([2, 0, 2], [3, 1]))),
  op('gatherND, indices of rank 3', [[3, 2, 4]], (x: T) => tf.gatherND(x, int([2, 1, 0, 0, 1, 1, 0, 1], [2, 2, 2]))),
  op('oneHot pick', [[3, 5]], (x: T) => tf.sum(tf.mul(x, tf.oneHot(int([4, 0, 2]) as T1, 5)), 1)),
  op(
    'where',
    [
      [3, 4],
      [3, 4],
    ],
    (a: T, b: T) => tf.where(tf.greater(a, 0), a, b),
  ),
  op('where, broadcast', [[3, 4], []], (a: T, b: T) => tf.where(tf.greater(a, 0), a, b)),
  op('selection by a product', [[3, 4]], (x: T) => tf.mul(x, tf.cast(tf.greater(x, 0.5), 'float32'))),
  op('slice', [[3, 4, 5]], (x: T) => tf.slice(x, [1, 0, 2], [2, 3, 3])),
  op('slice of rank 5', [[2, 2, 2, 2, 3]], (x: T) => tf.slice(x, [0, 1, 0, 0, 1], [2, 1, 2, 1, 2])),
  op('stridedSlice', [[5, 6]], (x: T) => tf.stridedSlice(x, [0, 1], [5, 6], [2, 2])),
  op('stridedSlice, backwards', [[5, 6]], (x: T) => tf.stridedSlice(x, [4, 5], [0, 1], [-1, -2])),
  op('scatterND', [[3, 2]], (x: T) => tf.scatterND(int([2, 0, 2], [3, 1]), x, [4, 2])),
  op(
    'tensorScatterUpdate',
    [
      [4, 2],
      [2, 2],
    ],
    (x: T, u: T) => tf.tensorScatterUpdate(x, int([2, 0], [2, 1]), u),
  ),
  op('unsortedSegmentSum', [[4, 2]], (x: T) => tf.unsortedSegmentSum(x, int([0, 2, 0, 1]) as T1, 3)),
  op(
    'comparisons',
    [[3, 4], [4]],
    (a: T, b: T) => [tf.greater(a, b), tf.lessEqual(a, b), tf.notEqual(a, b)],
    NO_GRADIENT,
  ),
  op(
    'logic',
    [[3, 4]],
    (a: T) => [tf.logicalNot(tf.greater(a, 0)), tf.logicalXor(tf.less(a, 0), tf.less(a, 1))],
    NO_GRADIENT,
  ),
  op('cast to bool', [[3, 4]], (x: T) => tf.cast(tf.div(x, 3), 'bool'), NO_GRADIENT),
  op('cast to int32', [[3, 4]], (x: T) => tf.cast(x, 'int32'), NO_GRADIENT),
];
