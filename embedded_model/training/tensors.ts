import * as tf from '@tensorflow/tfjs';
import { IMAGENET_MEAN, IMAGENET_STD } from '../../lib/image/normalize.ts';
import { classNames } from '../pictures/classes.ts';
import type { Batch } from './batches.ts';

/** X: the pictures, normalized with ImageNet's mean and standard deviation, [N,size,size,3]; Y: one-hot classes [N,classes]. */
export function toTensors({ images, labels, size }: Batch): { X: tf.Tensor4D; Y: tf.Tensor2D } {
  return tf.tidy(() => {
    const unit = tf.div(tf.tensor4d(Float32Array.from(images), [labels.length, size, size, 3]), 255);
    return {
      X: tf.div(tf.sub(unit, [...IMAGENET_MEAN]), [...IMAGENET_STD]) as tf.Tensor4D,
      Y: tf.cast(tf.oneHot(tf.tensor1d([...labels], 'int32'), classNames.length), 'float32') as tf.Tensor2D,
    };
  });
}
