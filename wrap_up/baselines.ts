/** Where the path of Integrated Gradients may start: an image that shows nothing. */
import * as tf from '@tensorflow/tfjs';
import { LayerAttribution } from '#lib/captum/index.ts';
import { preprocess } from '#lib/image/index.ts';
import { Random } from '#lib/random.ts';

/** A blurred image keeps this many pixels along each side. */
const BLURRED_SIDE = 6;

/** Black, as in the paper: [1,H,W,3], normalized. */
export function black(X: tf.Tensor4D): tf.Tensor4D {
  const [, H, W] = X.shape;
  return tf.tidy(() => preprocess(tf.zeros([H, W, 3])));
}

/** Name → the baseline for an image [1,H,W,3]. */
export const BASELINES: Readonly<Record<string, (X: tf.Tensor4D, seed: string) => tf.Tensor4D>> = {
  black,
  white: (X) => {
    const [, H, W] = X.shape;
    return tf.tidy(() => preprocess(tf.fill([H, W, 3], 255)));
  },
  // ImageNet's: 0 after normalization, and Captum's default.
  'mean color': (X) => tf.zerosLike(X),
  blurred: (X) => {
    const [, H, W] = X.shape;
    return tf.tidy(() => {
      const small = LayerAttribution.interpolate(X, BLURRED_SIDE, 'area');
      return LayerAttribution.interpolate(small, [H, W], 'bilinear');
    });
  },
  'uniform noise': (X, seed) => {
    const [, H, W] = X.shape;
    const random = new Random(`noise ${seed}`);
    const pixels = Float32Array.from({ length: H * W * 3 }, () => random.uniform(0, 255));
    return tf.tidy(() => preprocess(tf.tensor3d(pixels, [H, W, 3])));
  },
};
