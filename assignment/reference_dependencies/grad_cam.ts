import * as tf from '@tensorflow/tfjs';
import { LayerAttribution } from '#lib/captum/index.ts';
import type { Dependencies } from '../checks/dependencies.ts';

export const gradCam: Dependencies['gradCam'] = (X, y, model) => {
  const features = model.features(X);
  const A = features.at(-1)!;
  const chosen = tf.oneHot(y, model.numClasses).cast('float32');
  const dA = tf.grad((A: tf.Tensor) =>
    tf.sum(tf.mul(model.forwardFrom(features.length - 1, A as tf.Tensor4D), chosen)),
  )(A);
  const raw = tf.relu(tf.sum(tf.mul(A, tf.mean(dA, [1, 2], true)), 3, true));
  const [, H, W] = X.shape;
  const map = LayerAttribution.interpolate(raw, [H, W], 'bicubic').squeeze([3]) as tf.Tensor3D;
  const low = map.min([1, 2], true);
  return map.sub(low).divNoNan(map.max([1, 2], true).sub(low)) as tf.Tensor3D;
};
