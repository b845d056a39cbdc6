import * as tf from '@tensorflow/tfjs';
import type { Dependencies } from '../checks/dependencies.ts';

export const gramMatrix: Dependencies['gramMatrix'] = (features, normalize = true) => {
  const [N, H, W, C] = features.shape;
  const byChannel = features.reshape([N, H * W, C]).transpose([0, 2, 1]);
  const gram = tf.matMul(byChannel, byChannel, false, true) as tf.Tensor3D;
  return normalize ? gram.mul(1 / (H * W * C)) : gram;
};
