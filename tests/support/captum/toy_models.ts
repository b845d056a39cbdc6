/**
 * Small networks whose attributions are known: those that Captum's own tests use (captum/testing/helpers/basic_models.py), with
 * channels last. Layers are numbered in the order in which Captum's module names them.
 */
import * as tf from '@tensorflow/tfjs';
import type { Model, Relu } from '../../../lib/models/model.ts';

type Layer = (x: tf.Tensor, relu: Relu) => tf.Tensor;

/** A chain of layers; what the last one gives are the scores. */
export class ToyModel implements Model {
  readonly classNames: readonly string[] = [];

  constructor(
    private readonly layers: readonly Layer[],
    readonly numClasses: number,
    private readonly relu: Relu = tf.relu,
  ) {}

  features(X: tf.Tensor4D): tf.Tensor4D[] {
    return tf.tidy(() => {
      const outputs: tf.Tensor[] = [];
      for (const layer of this.layers) outputs.push(layer(outputs.at(-1) ?? X, this.relu));
      return outputs as tf.Tensor4D[];
    });
  }

  forwardFrom(layer: number, activation: tf.Tensor4D): tf.Tensor2D {
    return tf.tidy(() =>
      this.layers.slice(layer + 1).reduce<tf.Tensor>((x, next) => next(x, this.relu), activation),
    ) as tf.Tensor2D;
  }

  scores(X: tf.Tensor4D): tf.Tensor2D {
    return this.forwardFrom(-1, X);
  }

  withRelu(relu: Relu): ToyModel {
    return new ToyModel(this.layers, this.numClasses, relu);
  }
}

function linear(weights: number[][], bias: number[]): Layer {
  // PyTorch's [out, in].
  return (x) => tf.matMul(x as tf.Tensor2D, tf.tensor2d(weights), false, true).add(tf.tensor1d(bias));
}

function ones(rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => new Array<number>(columns).fill(1));
}

const reluLayer: Layer = (x, relu) => relu(x);

/** 1 − relu(1 − x), element by element. */
export function basicModel(x: tf.Tensor): tf.Tensor {
  return tf.sub(1, tf.relu(tf.sub(1, x)));
}

/** relu(relu(x1) − 1 − relu(x2)), from the paper on integrated gradients. */
export function basicModel2(x1: tf.Tensor, x2: tf.Tensor): tf.Tensor {
  return tf.relu(tf.relu(x1).sub(1).sub(tf.relu(x2)));
}

/** relu(relu(x1 − 1) − relu(x2)): the same function of positive inputs as {@link basicModel2}. */
export function basicModel3(x1: tf.Tensor, x2: tf.Tensor): tf.Tensor {
  return tf.relu(tf.relu(x1.sub(1)).sub(tf.relu(x2)));
}

/** [N,3] → [N,2]: 0 identity, 1 linear to 4, 2 ReLU, 3 linear to 2. */
export function basicModelMultiLayer(): ToyModel {
  const identity = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  return new ToyModel(
    [linear(identity, [0, 0, 0]), linear(ones(4, 3), [-10, 1, 1, 1]), reluLayer, linear(ones(2, 4), [-1, 1])],
    2,
  );
}

/** [N,4,4,1] → [N,4]: 0 convolution of ones to 2 channels, 1 ReLU, 2 linear, 3 ReLU. */
export function basicModelConvNetOneConv(): ToyModel {
  return new ToyModel(
    [
      (x) => tf.conv2d(x as tf.Tensor4D, tf.ones([3, 3, 1, 2]), 1, 'valid').add(tf.tensor1d([-50, -75])),
      reluLayer,
      // PyTorch flattens [N,C,h,w]; its weights are five ones and three minus ones.
      (x) =>
        linear(
          Array.from({ length: 4 }, () => [1, 1, 1, 1, 1, -1, -1, -1]),
          [0, 0, 0, 0],
        )(x.transpose([0, 3, 1, 2]).reshape([-1, 8]), tf.relu),
      reluLayer,
    ],
    4,
  );
}

/** A seeded ReLU network [N,6,6,2] → [N,3] that no closed form describes: 0 convolution, 1 ReLU, 2 mean over space, linear. */
export function smallConvNet(): ToyModel {
  const wave = (shape: number[], phase: number) => {
    const size = shape.reduce((product, n) => product * n, 1);
    return tf.tensor(
      Float32Array.from({ length: size }, (_, i) => Math.sin(1.7 * i + phase)),
      shape,
    );
  };
  return new ToyModel(
    [
      (x) => tf.conv2d(x as tf.Tensor4D, wave([3, 3, 2, 4], 0.3) as tf.Tensor4D, 1, 'valid').add(wave([4], 1)),
      reluLayer,
      (x) => tf.conv2d(x as tf.Tensor4D, wave([2, 2, 4, 5], 0.7) as tf.Tensor4D, 1, 'valid'),
      reluLayer,
      (x) => x.mean<tf.Tensor2D>([1, 2]).matMul(wave([5, 3], 2) as tf.Tensor2D),
    ],
    3,
  );
}

/** Values 0, 1, ..., 15 as one picture [1,4,4,1]. */
export function ramp(): tf.Tensor4D {
  return tf.range(0, 16).reshape([1, 4, 4, 1]);
}
