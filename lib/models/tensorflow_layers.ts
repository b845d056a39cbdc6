/** The layers of a network's table as TensorFlow.js operations: for every engine, and for any replacement of the ReLU. */
import * as tf from '@tensorflow/tfjs';
import { maxPoolCeil } from '../engine/max_pool_ceil.ts';
import type { FeatureSpec } from '../engine/network/index.ts';
import type { Layer } from './layered_model.ts';
import type { KeptParameters } from './parameters.ts';

export function tensorflowLayer(spec: FeatureSpec, parameters: KeptParameters): Layer {
  switch (spec.kind) {
    case 'convolution':
      return (x) => conv(x, spec.name, parameters, spec.stride, spec.pad === 0 ? 'valid' : 'same');
    case 'relu':
      return (x, relu) => relu(x) as tf.Tensor4D;
    case 'pool':
      return (x) =>
        spec.ceilMode ? maxPoolCeil(x, spec.size, spec.stride) : tf.maxPool(x, spec.size, spec.stride, 'valid');
    case 'fire':
      return (x, relu) => {
        const squeezed = relu(conv(x, `${spec.name}.squeeze`, parameters)) as tf.Tensor4D;
        const branches = [
          relu(conv(squeezed, `${spec.name}.expand1x1`, parameters)),
          relu(conv(squeezed, `${spec.name}.expand3x3`, parameters, 1, 'same')),
        ];
        return tf.concat(branches, 3) as tf.Tensor4D;
      };
  }
}

/** The convolution with the parameters of that name. */
export function conv(
  x: tf.Tensor4D,
  name: string,
  parameters: KeptParameters,
  stride = 1,
  padding: 'valid' | 'same' = 'valid',
): tf.Tensor4D {
  const { filter, bias } = parameters.conv(name);
  return tf.add(tf.conv2d(x, filter, stride, padding), bias);
}
