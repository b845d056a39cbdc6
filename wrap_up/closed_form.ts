/** What Shapley values must be, without sampling. */
import * as tf from '@tensorflow/tfjs';
import { LayerActivation } from '#lib/captum/index.ts';
import type { Example } from '#lib/entry/index.ts';
import type { Experiment } from './paper.ts';

/**
 * The Shapley values at the last layer of a network whose score is a mean over positions, such as SqueezeNet's: what each
 * position adds on its own, F(only it) − F(none).
 * @returns [1,h,w,1]
 */
export function closedForm({ model }: Experiment, { X, classIndex }: Pick<Example, 'X' | 'classIndex'>): tf.Tensor4D {
  return tf.tidy(() => {
    const last = model.layerCount - 1;
    const A = new LayerActivation(model, last).attribute(X);
    const [, h, w] = A.shape;
    const absent = tf.onesLike(A).mul(A.mean([1, 2], true));
    const score = (x: tf.Tensor) => model.forwardFrom(last, x as tf.Tensor4D).dataSync()[classIndex]!;
    const none = score(absent);
    const alone = Float32Array.from({ length: h * w }, (_, i) =>
      tf.tidy(() => {
        const mask = tf
          .oneHot([i], h * w)
          .reshape([1, h, w, 1])
          .toFloat();
        return score(A.mul(mask).add(absent.mul(tf.sub(1, mask)))) - none;
      }),
    );
    return tf.tensor4d(alone, [1, h, w, 1]);
  });
}

/** F(all positions) − F(none): what the Shapley values add up to. */
export function changeOf({ model }: Experiment, layer: number, A: tf.Tensor4D, classIndex: number): number {
  const score = (x: tf.Tensor) => model.forwardFrom(layer, x as tf.Tensor4D).dataSync()[classIndex]!;
  return tf.tidy(() => score(A) - score(tf.onesLike(A).mul(A.mean([1, 2], true))));
}
