/** SqueezeNet 1.1 as a function of its parameters, so that the loss can be differentiated with respect to them. */
import * as tf from '@tensorflow/tfjs';
import { maxPoolCeil } from '../../lib/engine/index.ts';
import { squeezeNetShapes } from '../../lib/models/squeezenet.ts';
import { Random } from '../../lib/random.ts';
import { type ArrayData, float32, normalArray, sizeOf } from '../../lib/tensor/array.ts';

/** Parameters under torchvision's names, filters [h,w,in,out] as in TensorFlow.js. */
export type Parameters = Readonly<Record<string, ArrayData>>;

const LAYER_COUNT = 13;

/**
 * Initial value of the classifier's biases. The scores pass a final ReLU: starting well above 0 keeps every class's gradient
 * alive, at the start of training and (with `floorPenalty`) after it.
 */
const CLASSIFIER_BIAS = 4;

/** Filters after He et al. 2015 (standard deviation √(2 / fan-in)), small in the classifier; biases 0. */
export function initialParameters(numClasses: number, seed: string): Parameters {
  const random = new Random(`parameters ${seed}`);
  return Object.fromEntries(
    Object.entries(squeezeNetShapes(numClasses)).map(([name, shape]) => {
      const last = name.startsWith('classifier');
      if (shape.length === 1)
        return [name, float32(shape, new Float32Array(shape[0]!).fill(last ? CLASSIFIER_BIAS : 0))];
      const [outputs, inputs, height, width] = shape as [number, number, number, number];
      const deviation = last ? 0.01 : Math.sqrt(2 / (inputs * height * width));
      return [name, normalArray(random, [height, width, inputs, outputs], 0, deviation)];
    }),
  );
}

/** Filters [h,w,in,out] → [out,in,h,w], as in files and the model class. */
export function toTorchLayout(parameters: Parameters): Record<string, ArrayData> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => {
      if (shape.length === 1) return [name, float32(shape, data)];
      const [height, width, inputs, outputs] = shape as [number, number, number, number];
      const area = height * width;
      const out = new Float32Array(sizeOf(shape));
      for (let hw = 0; hw < area; hw++)
        for (let i = 0; i < inputs; i++)
          for (let o = 0; o < outputs; o++) out[(o * inputs + i) * area + hw] = data[(hw * inputs + i) * outputs + o]!;
      return [name, float32([outputs, inputs, height, width], out)];
    }),
  );
}

/** The inverse of {@link toTorchLayout}. */
export function fromTorchLayout(arrays: Readonly<Record<string, ArrayData>>): Parameters {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, data }]) => {
      if (shape.length === 1) return [name, float32(shape, data)];
      const [outputs, inputs, height, width] = shape as [number, number, number, number];
      const area = height * width;
      const back = new Float32Array(sizeOf(shape));
      for (let o = 0; o < outputs; o++)
        for (let i = 0; i < inputs; i++)
          for (let hw = 0; hw < area; hw++) back[(hw * inputs + i) * outputs + o] = data[(o * inputs + i) * area + hw]!;
      return [name, float32([height, width, inputs, outputs], back)];
    }),
  );
}

/** The maps of class scores before the last ReLU, [N,h,w,classes], for pictures X [N,H,W,3]. */
export function scoreMaps(X: tf.Tensor4D, parameters: Readonly<Record<string, tf.Tensor>>): tf.Tensor4D {
  const conv = (x: tf.Tensor4D, name: string, stride: number, padding: 'valid' | 'same'): tf.Tensor4D =>
    tf.add(tf.conv2d(x, parameters[`${name}.weight`] as tf.Tensor4D, stride, padding), parameters[`${name}.bias`]!);
  let x = tf.relu(conv(X, 'features.0', 2, 'valid'));
  for (let layer = 2; layer < LAYER_COUNT; layer++) {
    const name = `features.${layer}`;
    if (!(`${name}.squeeze.weight` in parameters)) {
      x = maxPoolCeil(x, 3, 2);
      continue;
    }
    const squeezed = tf.relu(conv(x, `${name}.squeeze`, 1, 'valid'));
    const wide = conv(squeezed, `${name}.expand3x3`, 1, 'same');
    x = tf.relu(tf.concat([conv(squeezed, `${name}.expand1x1`, 1, 'valid'), wide], 3));
  }
  return conv(x, 'classifier.1', 1, 'valid');
}

export interface LossOptions {
  /** Share of the target spread over all classes (Szegedy et al. 2016), against scores without bounds. */
  readonly labelSmoothing: number;
  /** Weight of the mean squared shortfall of the score maps below 1. */
  readonly floorPenalty: number;
}

/**
 * Cross-entropy of the scores (the mean over the maps after ReLU) plus a penalty for maps that fall below 1. If the ReLU
 * outputs 0, a class has no gradient, so neither fooling images nor class images would work for it.
 * @param labels one-hot [N,classes]
 */
export function loss(maps: tf.Tensor4D, labels: tf.Tensor2D, { labelSmoothing, floorPenalty }: LossOptions): tf.Scalar {
  const scores = tf.mean(tf.relu(maps), [1, 2]) as tf.Tensor2D;
  const targets = tf.add(tf.mul(labels, 1 - labelSmoothing), labelSmoothing / scores.shape[1]);
  const crossEntropy = tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(scores)), 1)));
  const shortfall = tf.mean(tf.square(tf.relu(tf.sub(1, maps))));
  return tf.add(crossEntropy, tf.mul(shortfall, floorPenalty));
}
