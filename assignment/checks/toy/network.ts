/**
 * A small network built from a check's inputs. Unlike SqueezeNet's, its head weighs every position separately, so shortcuts
 * that only hold for an average fail, and scores can be negative.
 */
import * as tf from '@tensorflow/tfjs';
import { type Layer, LayeredModel, type Network } from '#lib/models/layered_model.ts';
import type { Model, Relu } from '#lib/models/model.ts';
import type { Random } from '#lib/random.ts';
import { type ArrayData, normalArray } from '#lib/tensor/array.ts';

// No size is a small multiple of another, so that different mistakes give different numbers.
export const TOY_CLASSES = 7;
/** Height and width of its images; its last feature map is 4 × 6. */
export const TOY_SIZE = [13, 22] as const;

interface Convolution {
  readonly outputs: number;
  readonly stride: 1 | 2;
}

const CONVOLUTIONS: readonly Convolution[] = [
  { outputs: 7, stride: 2 },
  { outputs: 10, stride: 1 },
  { outputs: 9, stride: 2 },
  { outputs: 11, stride: 1 },
];
const HIDDEN_UNITS = 23;

/**
 * Weights for a toy network: filters and biases of each convolution, then of the two dense layers of its head.
 *
 * @param layers how many convolutions, at most 4; layers 0 and 1 of `features` are the first and its ReLU, each later one is
 * one layer
 */
export function toyWeights(random: Random, layers = CONVOLUTIONS.length): ArrayData[] {
  let inputs = 3;
  let [height, width]: [number, number] = [...TOY_SIZE];
  const arrays: ArrayData[] = [];
  const add = (shape: number[]) => {
    const fanIn = shape.slice(0, -1).reduce((product, n) => product * n, 1);
    arrays.push(normalArray(random, shape, 0, Math.sqrt(2 / fanIn)), normalArray(random, shape.slice(-1), 0, 0.2));
  };
  for (const { outputs, stride } of CONVOLUTIONS.slice(0, layers)) {
    add([3, 3, inputs, outputs]);
    inputs = outputs;
    [height, width] = [Math.ceil(height / stride), Math.ceil(width / stride)];
  }
  add([height * width * inputs, HIDDEN_UNITS]);
  add([HIDDEN_UNITS, TOY_CLASSES]);
  return arrays;
}

/** @param weights from {@link toyWeights} */
export function toyModel(weights: readonly tf.Tensor[]): Model {
  const convolutions = weights.slice(0, -4);
  const [hidden, hiddenBias, output, outputBias] = weights.slice(-4) as [
    tf.Tensor2D,
    tf.Tensor,
    tf.Tensor2D,
    tf.Tensor,
  ];
  const layers: Layer[] = [];
  for (let i = 0; i < convolutions.length; i += 2) {
    const { stride } = CONVOLUTIONS[i / 2]!;
    const convolve = (x: tf.Tensor4D): tf.Tensor4D =>
      tf.conv2d(x, convolutions[i] as tf.Tensor4D, stride, 'same').add(convolutions[i + 1]!);
    if (i === 0) layers.push(convolve, (x, relu) => relu(x) as tf.Tensor4D);
    else layers.push((x, relu) => relu(convolve(x)) as tf.Tensor4D);
  }
  return new ToyNetwork({
    name: 'The toy network',
    layers,
    classifier: (features, relu) => {
      const flat = features.reshape([features.shape[0], -1]) as tf.Tensor2D;
      return tf.matMul(relu(tf.matMul(flat, hidden).add(hiddenBias)) as tf.Tensor2D, output).add(outputBias);
    },
    classNames: Array.from({ length: TOY_CLASSES }, (_, i) => `toy ${i}`),
    minSize: 1,
  });
}

class ToyNetwork extends LayeredModel {
  constructor(network: Network, relu: Relu = (x) => tf.relu(x)) {
    super(network, relu, false);
  }

  override withRelu(relu: Relu): ToyNetwork {
    return new ToyNetwork(this.network, relu);
  }
}
