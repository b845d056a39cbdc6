/** The same numbers in another shape or order. */
import * as tf from '@tensorflow/tfjs';
import { type OpCase, op, type T, type T2, type T4 } from './op.ts';

export const SHAPES: OpCase[] = [
  op('reshape', [[2, 3, 4]], (x: T) => tf.reshape(x, [6, -1])),
  op('transpose', [[2, 3, 4]], (x: T) => tf.transpose(x, [2, 0, 1])),
  op('expandDims and squeeze', [[2, 3]], (x: T) => tf.mul(tf.squeeze(tf.expandDims(x, 1)), 2)),
  op(
    'concat',
    [
      [2, 3],
      [2, 2],
    ],
    (a: T, b: T) => tf.concat([a, b], 1),
  ),
  op(
    'concat of channels',
    [
      [2, 3, 3, 2],
      [2, 3, 3, 4],
    ],
    (a: T, b: T) => tf.concat([a, b], 3),
  ),
  op(
    'stack',
    [
      [2, 3],
      [2, 3],
    ],
    (a: T, b: T) => tf.stack([a, b], 1),
  ),
  op('unstack', [[3, 2]], (x: T) => tf.unstack(x)),
  op('split', [[2, 6]], (x: T) => tf.split(x, [1, 3, 2], 1)),
  op('split of channels', [[2, 2, 2, 6]], (x: T) => tf.split(x, 3, 3)),
  op('pad', [[2, 3]], (x: T) =>
    tf.pad(
      x,
      [
        [1, 0],
        [2, 1],
      ],
      0.5,
    ),
  ),
  op('pad of images', [[2, 3, 3, 2]], (x: T) =>
    tf.pad(x, [
      [0, 0],
      [1, 2],
      [0, 1],
      [0, 0],
    ]),
  ),
  op('mirrorPad, reflect', [[3, 4]], (x: T) =>
    tf.mirrorPad(
      x,
      [
        [1, 2],
        [2, 1],
      ],
      'reflect',
    ),
  ),
  op('mirrorPad, symmetric', [[3, 4]], (x: T) =>
    tf.mirrorPad(
      x,
      [
        [1, 2],
        [2, 1],
      ],
      'symmetric',
    ),
  ),
  op('tile', [[2, 3]], (x: T) => tf.tile(x, [2, 3])),
  op('broadcastTo', [[3, 1]], (x: T) => tf.broadcastTo(x, [2, 3, 4])),
  op('reverse', [[3, 4]], (x: T) => tf.reverse(x, 1)),
  op('clone', [[3, 4]], (x: T) => tf.clone(x)),
  op('spaceToBatchND', [[1, 4, 4, 2]], (x: T) =>
    tf.spaceToBatchND(
      x,
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  ),
  op('batchToSpaceND', [[4, 2, 2, 2]], (x: T) =>
    tf.batchToSpaceND(
      x,
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  ),
  op('depthToSpace', [[1, 2, 2, 8]], (x: T4) => tf.depthToSpace(x, 2)),
  op('roll by concat and slice', [[4, 3]], (x: T2) => tf.concat([tf.slice(x, [1, 0]), tf.slice(x, [0, 0], [1, 3])], 0)),
];
