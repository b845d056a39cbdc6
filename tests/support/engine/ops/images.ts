/** Convolution, pooling, resizing, normalization. */
import * as tf from '@tensorflow/tfjs';
import { int, NO_GRADIENT, type OpCase, op, type T1, type T3, type T4 } from './op.ts';

/** Larger, smaller and to one pixel, with each way to lay the pixels; never square, never one image. */
const resizes = [
  { of: 'resizeBilinear', run: tf.image.resizeBilinear },
  { of: 'resizeNearestNeighbor', run: tf.image.resizeNearestNeighbor },
].flatMap(({ of, run }) =>
  [
    [6, 7],
    [2, 3],
    [5, 3],
    [9, 12],
    [1, 1],
  ].flatMap((size) =>
    [
      { how: 'corners at zero', corners: false, half: false },
      { how: 'aligned corners', corners: true, half: false },
      { how: 'half-pixel centers', corners: false, half: true },
    ].map(({ how, corners, half }) =>
      op(`${of} to ${size}, ${how}`, [[2, 3, 4, 2]], (x: T4) => run(x, size as [number, number], corners, half)),
    ),
  ),
);

export const IMAGES: OpCase[] = [
  op(
    'conv2d 3x3, same',
    [
      [2, 5, 6, 3],
      [3, 3, 3, 4],
    ],
    (x: T4, f: T4) => tf.conv2d(x, f, 1, 'same'),
  ),
  op(
    'conv2d 3x3, stride 2',
    [
      [2, 7, 6, 3],
      [3, 3, 3, 4],
    ],
    (x: T4, f: T4) => tf.conv2d(x, f, 2, 'valid'),
  ),
  op(
    'conv2d 1x1',
    [
      [2, 4, 3, 3],
      [1, 1, 3, 4],
    ],
    (x: T4, f: T4) => tf.conv2d(x, f, 1, 'valid'),
  ),
  op(
    'conv2d, pads by side',
    [
      [1, 4, 4, 2],
      [3, 3, 2, 2],
    ],
    (x: T4, f: T4) =>
      tf.conv2d(x, f, 1, [
        [0, 0],
        [1, 0],
        [0, 2],
        [0, 0],
      ]),
  ),
  op(
    'conv2d of rank 3',
    [
      [5, 5, 2],
      [3, 3, 2, 2],
    ],
    (x: T3, f: T4) => tf.conv2d(x, f, 1, 1),
  ),
  op('fused conv2d', [[1, 4, 4, 2], [3, 3, 2, 2], [2]], (x: T4, filter: T4, bias: T1) =>
    tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', bias, activation: 'relu' }),
  ),
  op(
    'conv1d',
    [
      [2, 6, 3],
      [3, 3, 2],
    ],
    (x: T3, f: T3) => tf.conv1d(x, f, 1, 'same'),
  ),
  op(
    'conv2dTranspose',
    [
      [1, 3, 3, 2],
      [3, 3, 4, 2],
    ],
    (x: T4, f: T4) => tf.conv2dTranspose(x, f, [1, 6, 6, 4], 2, 'same'),
  ),
  op(
    'depthwiseConv2d',
    [
      [2, 5, 5, 3],
      [3, 3, 3, 2],
    ],
    (x: T4, f: T4) => tf.depthwiseConv2d(x, f, 1, 'same'),
  ),
  op(
    'depthwiseConv2d, stride 2',
    [
      [1, 6, 6, 2],
      [3, 3, 2, 1],
    ],
    (x: T4, f: T4) => tf.depthwiseConv2d(x, f, 2, 'valid'),
  ),
  op(
    'separableConv2d',
    [
      [1, 5, 5, 2],
      [3, 3, 2, 1],
      [1, 1, 2, 3],
    ],
    (x: T4, d: T4, p: T4) => tf.separableConv2d(x, d, p, 1, 'same'),
  ),
  op('maxPool 2x2', [[2, 6, 6, 3]], (x: T4) => tf.maxPool(x, 2, 2, 'valid')),
  op('maxPool 3x3, same', [[2, 5, 6, 3]], (x: T4) => tf.maxPool(x, 3, 2, 'same')),
  op('maxPool of negatives', [[2, 5, 5, 3]], (x: T4) => tf.maxPool(x, 3, 1, 'valid'), { range: [-3, -1] }),
  op('avgPool 2x2', [[2, 6, 6, 3]], (x: T4) => tf.avgPool(x, 2, 2, 'valid')),
  op('avgPool 3x3, same', [[2, 5, 6, 3]], (x: T4) => tf.avgPool(x, 3, 2, 'same')),
  ...resizes,
  op(
    'cropAndResize',
    [[1, 5, 5, 2]],
    (x: T4) => tf.image.cropAndResize(x, tf.tensor2d([[0.1, 0.2, 0.8, 0.9]]), int([0]) as T1, [3, 3]),
    NO_GRADIENT,
  ),
  op('batchNorm', [[2, 3, 3, 2], [2], [2]], (x: T4, offset: T1, scale: T1) =>
    tf.batchNorm(x, tf.tensor1d([0.1, -0.2]), tf.tensor1d([1.5, 0.7]), offset, scale),
  ),
  op('localResponseNormalization', [[1, 3, 3, 6]], (x: T4) => tf.localResponseNormalization(x, 2)),
  op('total variation by slices', [[2, 4, 5, 3]], (x: T4) =>
    tf.sum(tf.square(tf.sub(tf.slice(x, [0, 1, 0, 0]), tf.slice(x, [0, 0, 0, 0], [-1, 3, -1, -1])))),
  ),
];
