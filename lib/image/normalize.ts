/** From pixel values 0–255 to the input of ImageNet networks, and back. */
import * as tf from '@tensorflow/tfjs';

/** Mean and standard deviation of ImageNet's pixels in [0,1], red green blue: X = (image / 255 − mean) / std. */
export const IMAGENET_MEAN = [0.485, 0.456, 0.406] as const;
export const IMAGENET_STD = [0.229, 0.224, 0.225] as const;

/** @param image [H,W,3], 0–255 @returns [1,H,W,3], normalized with ImageNet's mean and standard deviation */
export function preprocess(image: tf.Tensor3D): tf.Tensor4D {
  if (image.rank !== 3 || image.shape[2] !== 3) {
    throw new RangeError(
      `preprocess takes an image [H,W,3] with values from 0 to 255, but got shape [${image.shape}].`,
    );
  }
  return tf.tidy(() => {
    const unit = tf.div(tf.cast(image, 'float32'), 255);
    return tf.expandDims(tf.div(tf.sub(unit, [...IMAGENET_MEAN]), [...IMAGENET_STD])) as tf.Tensor4D;
  });
}

/**
 * The inverse of {@link preprocess}.
 * @param x [1,H,W,3] or [H,W,3], normalized
 * @param options.rescale stretch the values so that the smallest becomes 0 and the largest 255 (a constant becomes 0), instead
 * of clipping
 * @returns [H,W,3], 0–255
 */
export function deprocess(x: tf.Tensor4D | tf.Tensor3D, { rescale = false }: { rescale?: boolean } = {}): tf.Tensor3D {
  const shape = x.rank === 4 && x.shape[0] === 1 ? x.shape.slice(1) : x.shape;
  if (shape.length !== 3 || shape[2] !== 3) {
    throw new RangeError(
      `deprocess takes one image [1,H,W,3] or [H,W,3], but got shape [${x.shape}]. Slice one out of a batch.`,
    );
  }
  return tf.tidy(() => {
    const unit = tf.add(tf.mul(tf.reshape(x, shape as [number, number, number]), [...IMAGENET_STD]), [
      ...IMAGENET_MEAN,
    ]);
    if (!rescale) return tf.mul(tf.clipByValue(unit, 0, 1), 255) as tf.Tensor3D;
    const low = tf.min(unit);
    return tf.mul(tf.divNoNan(tf.sub(unit, low), tf.sub(tf.max(unit), low)), 255) as tf.Tensor3D;
  });
}
