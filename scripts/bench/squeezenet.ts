/**
 * SqueezeNet 1.1 with random weights, in plain TensorFlow.js: for timing only, since the stock side must not import our
 * library.
 */
import * as tf from '@tensorflow/tfjs';

export type Network = (X: tf.Tensor4D) => tf.Tensor2D;

/** Squeeze, expand, and whether a pool follows, for each Fire module (Iandola et al. 2016, the 1.1 variant). */
const FIRES: [squeeze: number, expand: number, poolAfter: boolean][] = [
  [16, 64, false],
  [16, 64, true],
  [32, 128, false],
  [32, 128, true],
  [48, 192, false],
  [48, 192, false],
  [64, 256, false],
  [64, 256, false],
];

type Layer = (x: tf.Tensor4D) => tf.Tensor4D;

function convolution(
  size: number,
  inChannels: number,
  outChannels: number,
  stride: number,
  pad: 'same' | 'valid',
): Layer {
  const deviation = Math.sqrt(2 / (size * size * inChannels));
  const filter = tf.randomNormal(
    [size, size, inChannels, outChannels],
    0,
    deviation,
    'float32',
    outChannels,
  ) as tf.Tensor4D;
  const bias = tf.zeros([outChannels]);
  return (x) => tf.relu(tf.add(tf.conv2d(x, filter, stride, pad), bias)) as tf.Tensor4D;
}

/** 3×3, stride 2, ceil mode: padded at the bottom and right where a window would extend beyond. */
const pool: Layer = (x) => {
  const [, height, width] = x.shape;
  const below = (height + 1) % 2;
  const right = (width + 1) % 2;
  const around: [number, number][] = [
    [0, 0],
    [0, below],
    [0, right],
    [0, 0],
  ];
  const padded = below + right === 0 ? x : (tf.pad(x, around, -3e38) as tf.Tensor4D);
  return tf.maxPool(padded, 3, 2, 'valid');
};

function fire(inChannels: number, squeeze: number, expand: number): Layer {
  const squeezed = convolution(1, inChannels, squeeze, 1, 'valid');
  const expanded1 = convolution(1, squeeze, expand, 1, 'valid');
  const expanded3 = convolution(3, squeeze, expand, 1, 'same');
  return (x) => {
    const s = squeezed(x);
    return tf.concat([expanded1(s), expanded3(s)], 3) as tf.Tensor4D;
  };
}

/** @returns scores [N,1000] of X [N,H,W,3] */
export function makeSqueezeNet(): Network {
  const layers: Layer[] = [convolution(3, 3, 64, 2, 'valid'), pool];
  let channels = 64;
  for (const [squeeze, expand, poolAfter] of FIRES) {
    layers.push(fire(channels, squeeze, expand));
    if (poolAfter) layers.push(pool);
    channels = 2 * expand;
  }
  layers.push(convolution(1, channels, 1000, 1, 'valid'));
  return (X) =>
    tf.mean(
      layers.reduce((x, layer) => layer(x), X),
      [1, 2],
    ) as tf.Tensor2D;
}
