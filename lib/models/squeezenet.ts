/**
 * SqueezeNet 1.1 (Iandola et al. 2016, arXiv:1602.07360; version 1.1 as in torchvision's `squeezenet1_1`), NHWC.
 *
 * Layer numbers are those of torchvision's `features`: 0 convolution, 1 ReLU, 2 pool, 3–4 Fire, 5 pool, 6–7 Fire, 8 pool,
 * 9–12 Fire. The classifier is a 1×1 convolution, ReLU and the mean over all positions (its dropout does nothing after training).
 */
import * as tf from '@tensorflow/tfjs';
import { FastNetwork, type FeatureSpec } from '../engine/network/index.ts';
import { CourseError } from '../errors.ts';
import { readInputFile } from '../files.ts';
import type { ArrayData } from '../tensor/array.ts';
import { decodeSafetensors } from '../tensor/safetensors.ts';
import { classNamesFor, defaultClassNames } from './class_names.ts';
import { LayeredModel, type Network } from './layered_model.ts';
import type { Relu } from './model.ts';
import { checkParameters, KeptParameters, type ParameterShapes } from './parameters.ts';
import { ordinaryRelu } from './relus.ts';
import { conv, tensorflowLayer } from './tensorflow_layers.ts';

/** Layer number → input channels, squeeze channels, channels of each of the two expands. */
const FIRES: Readonly<Record<number, readonly [inputs: number, squeezed: number, expanded: number]>> = {
  3: [64, 16, 64],
  4: [128, 16, 64],
  6: [128, 32, 128],
  7: [256, 32, 128],
  9: [256, 48, 192],
  10: [384, 48, 192],
  11: [384, 64, 256],
  12: [512, 64, 256],
};
const LAYERS = Array.from({ length: 13 }, (_, number): FeatureSpec => {
  if (number === 0)
    return { kind: 'convolution', name: 'features.0', inputs: 3, outputs: 64, size: 3, stride: 2, pad: 0 };
  if (number === 1) return { kind: 'relu' };
  const fire = FIRES[number];
  if (!fire) return { kind: 'pool', size: 3, stride: 2, ceilMode: true };
  const [inputs, squeezed, expanded] = fire;
  return { kind: 'fire', name: `features.${number}`, inputs, squeezed, expanded };
});
/** Below 17 pixels the third pool has nothing left to pool. */
const MIN_SIZE = 17;

export interface SqueezeNetOptions {
  /** One for each class; by default ImageNet's for 1000 classes, else the class's number. */
  readonly classNames?: readonly string[];
  /** Name of the weights in errors, e.g. their file. */
  readonly source?: string;
}

/** Names and shapes of the parameters, as in torchvision's `state_dict`. */
export function squeezeNetShapes(numClasses: number): ParameterShapes {
  const shapes: Record<string, number[]> = {};
  const conv = (name: string, outputs: number, inputs: number, size: number) => {
    shapes[`${name}.weight`] = [outputs, inputs, size, size];
    shapes[`${name}.bias`] = [outputs];
  };
  conv('features.0', 64, 3, 3);
  for (const [layer, [inputs, squeezed, expanded]] of Object.entries(FIRES)) {
    conv(`features.${layer}.squeeze`, squeezed, inputs, 1);
    conv(`features.${layer}.expand1x1`, expanded, squeezed, 1);
    conv(`features.${layer}.expand3x3`, expanded, squeezed, 3);
  }
  conv('classifier.1', numClasses, 512, 1);
  return shapes;
}

/**
 * Loads a safetensors file with torchvision's names. Class names come from its metadata `classNames` (a JSON list).
 * @throws CourseError naming the file, and the tensor that is missing, wrongly shaped or not finite
 */
export async function loadSqueezeNet(path: string): Promise<SqueezeNet> {
  const { arrays, metadata } = decodeSafetensors(await readInputFile(path), path);
  const numClasses = arrays['classifier.1.weight']?.shape[0] ?? 1000;
  return SqueezeNet.fromArrays(arrays, { classNames: classNamesFor(numClasses, metadata, path), source: path });
}

export class SqueezeNet extends LayeredModel {
  private constructor(network: Network, relu: Relu = ordinaryRelu, ownsWeights = true) {
    super(network, relu, ownsWeights);
  }

  /**
   * @param arrays the parameters under torchvision's names, filters OIHW
   * @throws CourseError naming the tensor that is missing, unknown, wrongly shaped or not finite
   */
  static fromArrays(arrays: Readonly<Record<string, ArrayData>>, options: SqueezeNetOptions = {}): SqueezeNet {
    const source = options.source ?? 'The weights';
    const numClasses = arrays['classifier.1.weight']?.shape[0] ?? 1000;
    checkParameters(arrays, squeezeNetShapes(numClasses), 'SqueezeNet 1.1', source);
    const classNames = options.classNames ?? defaultClassNames(numClasses);
    if (classNames.length !== numClasses) {
      throw new CourseError(`${source}: the network has ${numClasses} classes, but got ${classNames.length} names.`);
    }
    return new SqueezeNet(build(arrays, classNames));
  }

  override withRelu(relu: Relu): SqueezeNet {
    return new SqueezeNet(this.network, relu, false);
  }
}

function build(arrays: Readonly<Record<string, ArrayData>>, classNames: readonly string[]): Network {
  const parameters = new KeptParameters(arrays);
  const head = { kind: 'scores', name: 'classifier.1', inputs: 512, classes: classNames.length } as const;
  const fast = new FastNetwork([...LAYERS, head], arrays);
  return {
    name: 'SqueezeNet 1.1',
    layers: LAYERS.map((spec) => tensorflowLayer(spec, parameters)),
    classifier: (x, relu) => tf.mean(relu(conv(x, head.name, parameters)), [1, 2]) as tf.Tensor2D,
    classNames,
    minSize: MIN_SIZE,
    fast,
    dispose: () => {
      parameters.dispose();
      fast.dispose();
    },
  };
}
