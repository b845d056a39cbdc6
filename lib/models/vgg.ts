/**
 * VGG-16 and VGG-19 (Simonyan and Zisserman 2014, arXiv:1409.1556, configurations D and E; torchvision's `vgg16`, `vgg19`), NHWC.
 *
 * Layer numbers are those of torchvision's `features`. Its ReLUs write over their input there; here every layer has an output of
 * its own. Any input size: an adaptive average pool brings the last feature map to 7×7. A file with feature layers only will do
 * for style transfer, which needs no scores.
 */
import * as tf from '@tensorflow/tfjs';
import { CourseError } from '../errors.ts';
import { type ArrayData, sizeOf } from '../tensor/array.ts';
import { adaptiveAveragePool } from './adaptive_average_pool.ts';
import { defaultClassNames } from './class_names.ts';
import { type Layer, LayeredModel, type Network } from './layered_model.ts';
import type { Relu } from './model.ts';
import { checkParameters, convParameters, keptTensor, type ParameterShapes } from './parameters.ts';

export type VggVariant = 'VGG-16' | 'VGG-19';

/** Channels of each 3×3 convolution, each followed by a ReLU; 'pool' is a 2×2 max pool. */
const CONFIGURATIONS: Readonly<Record<VggVariant, readonly (number | 'pool')[]>> = {
  'VGG-16': [64, 64, 'pool', 128, 128, 'pool', 256, 256, 256, 'pool', 512, 512, 512, 'pool', 512, 512, 512, 'pool'],
  'VGG-19': [
    64,
    64,
    'pool',
    128,
    128,
    'pool',
    ...Array(4).fill(256),
    'pool',
    ...Array(4).fill(512),
    'pool',
    ...Array(4).fill(512),
    'pool',
  ],
};
const HIDDEN = 4096;
const POOLED = 7;
/** Five pools halve the picture five times. */
const MIN_SIZE = 32;

export interface VggOptions {
  /** One for each class; by default ImageNet's for 1000 classes, else the class's number. */
  readonly classNames?: readonly string[];
  /** What the weights are called in errors, e.g. their file. */
  readonly source?: string;
}

/** Whether these are the tensors of a VGG without batch normalization. */
export function isVgg(arrays: Readonly<Record<string, ArrayData>>): boolean {
  return Object.hasOwn(arrays, 'features.28.weight') && arrays['features.0.weight']?.shape[0] === 64;
}

/** By depth: only VGG-19 has a convolution number 34. */
export function vggVariant(arrays: Readonly<Record<string, ArrayData>>): VggVariant {
  return Object.hasOwn(arrays, 'features.34.weight') ? 'VGG-19' : 'VGG-16';
}

/** Names and shapes of the parameters, as in torchvision's `state_dict`; without classes those of the feature layers only. `hidden`: width of the classifier's layers. */
export function vggShapes(variant: VggVariant, numClasses: number, hidden = HIDDEN): ParameterShapes {
  const shapes: Record<string, number[]> = {};
  for (const { number, inputs, outputs } of convolutions(variant)) {
    shapes[`features.${number}.weight`] = [outputs, inputs, 3, 3];
    shapes[`features.${number}.bias`] = [outputs];
  }
  if (numClasses > 0) {
    const sizes = [512 * POOLED * POOLED, hidden, hidden, numClasses];
    for (const [i, name] of CLASSIFIER.entries()) {
      shapes[`${name}.weight`] = [sizes[i + 1] as number, sizes[i] as number];
      shapes[`${name}.bias`] = [sizes[i + 1] as number];
    }
  }
  return shapes;
}
const CLASSIFIER = ['classifier.0', 'classifier.3', 'classifier.6'] as const;

/**
 * Bytes that a process needs at its peak while it paints an image of `height`×`width`. Measured on WASM with 192 to 512 pixels (within
 * 12 %): besides the process itself, a convolution's weights are there eight times (as read, as kept, and as the engine lays them
 * out for either pass and size), the classifier's twice, and of all feature maps and their gradients three fifths at once.
 */
export function vggMemoryEstimate(
  height: number,
  width: number,
  { variant = 'VGG-19', numClasses = 0 }: { variant?: VggVariant; numClasses?: number } = {},
): { weightsBytes: number; activationsBytes: number; totalBytes: number; description: string } {
  const convolutionBytes = 4 * countParameters(vggShapes(variant, 0));
  const classifierBytes = 4 * countParameters(vggShapes(variant, numClasses)) - convolutionBytes;
  let [h, w, channels, values] = [height, width, 3, height * width * 3];
  for (const step of CONFIGURATIONS[variant]) {
    if (step === 'pool') [h, w] = [Math.floor(h / 2), Math.floor(w / 2)];
    else channels = step;
    values += h * w * channels * (step === 'pool' ? 1 : 2);
  }
  const weightsBytes = 8 * convolutionBytes + 2 * classifierBytes;
  const activationsBytes = 0.6 * 2 * 4 * values;
  const totalBytes = PROCESS_BYTES + weightsBytes + activationsBytes;
  const mib = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
  return {
    weightsBytes,
    activationsBytes,
    totalBytes,
    description: `${variant} on ${width}×${height} pixels needs about ${mib(totalBytes)} of memory: ${mib(PROCESS_BYTES)} for Node and engine, ${mib(weightsBytes)} for its weights, ${mib(activationsBytes)} for feature maps and their gradients`,
  };
}
const PROCESS_BYTES = 200 * 2 ** 20;

const countParameters = (shapes: ParameterShapes): number =>
  Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0);

export class Vgg extends LayeredModel {
  private constructor(
    network: Network,
    readonly variant: VggVariant,
    relu: Relu = (x) => tf.relu(x),
    ownsWeights = true,
  ) {
    super(network, relu, ownsWeights);
  }

  /**
   * @param arrays the parameters under torchvision's names, filters OIHW; without `classifier.*` the model has no scores
   * @throws CourseError naming the tensor that is missing, foreign, wrongly shaped or not finite
   */
  static fromArrays(arrays: Readonly<Record<string, ArrayData>>, options: VggOptions = {}): Vgg {
    const source = options.source ?? 'The weights';
    const variant = vggVariant(arrays);
    const numClasses = vggClasses(arrays);
    checkParameters(arrays, vggShapes(variant, numClasses, arrays['classifier.0.weight']?.shape[0]), variant, source);
    const classNames = options.classNames ?? defaultClassNames(numClasses);
    if (classNames.length !== numClasses) {
      throw new CourseError(
        `${source}: the network has ${numClasses} classes, but ${classNames.length} names were given.`,
      );
    }
    return new Vgg(build(arrays, variant, classNames, source), variant);
  }

  override withRelu(relu: Relu): Vgg {
    return new Vgg(this.network, this.variant, relu, false);
  }
}

/** 0 where the classifier is missing. */
export function vggClasses(arrays: Readonly<Record<string, ArrayData>>): number {
  const hasClassifier = Object.keys(arrays).some((name) => name.startsWith('classifier.'));
  return hasClassifier ? (arrays['classifier.6.weight']?.shape[0] ?? 1000) : 0;
}

function convolutions(variant: VggVariant): { number: number; inputs: number; outputs: number }[] {
  const result = [];
  let [number, inputs] = [0, 3];
  for (const step of CONFIGURATIONS[variant]) {
    if (step !== 'pool') {
      result.push({ number, inputs, outputs: step });
      inputs = step;
      number += 2;
    } else number += 1;
  }
  return result;
}

function build(
  arrays: Readonly<Record<string, ArrayData>>,
  variant: VggVariant,
  classNames: readonly string[],
  source: string,
): Network {
  const weights: tf.Tensor[] = [];
  const layers: Layer[] = [];
  for (const step of CONFIGURATIONS[variant]) {
    if (step === 'pool') {
      layers.push((x) => tf.maxPool(x, 2, 2, 'valid'));
      continue;
    }
    const { filter, bias } = convParameters(arrays, `features.${layers.length}`);
    weights.push(filter, bias);
    layers.push(
      (x) => tf.add(tf.conv2d(x, filter, 1, 'same'), bias),
      (x, relu) => relu(x) as tf.Tensor4D,
    );
  }
  const linear = classNames.length > 0 ? CLASSIFIER.map((name) => linearParameters(arrays, name)) : [];
  weights.push(...linear.flatMap(({ weight, bias }) => [weight, bias]));
  return {
    name: variant,
    layers,
    classifier: makeClassifier(linear, variant, source),
    classNames,
    weights,
    minSize: MIN_SIZE,
  };
}

interface LinearParameters {
  /** [out,in], as PyTorch has it */
  readonly weight: tf.Tensor2D;
  /** [out] */
  readonly bias: tf.Tensor1D;
}

function linearParameters(arrays: Readonly<Record<string, ArrayData>>, name: string): LinearParameters {
  return {
    weight: keptTensor(arrays, `${name}.weight`) as tf.Tensor2D,
    bias: keptTensor(arrays, `${name}.bias`) as tf.Tensor1D,
  };
}

function makeClassifier(
  linear: readonly LinearParameters[],
  variant: VggVariant,
  source: string,
): Network['classifier'] {
  return (x, relu) => {
    if (linear.length === 0) {
      throw new CourseError(
        `${source} has ${variant}'s feature layers but no classifier, so there are no scores. Give a file that has "classifier.0.weight" as well.`,
      );
    }
    // PyTorch flattens channel by channel; turning the small activation is cheaper than turning 400 MB of weights.
    const pooled = tf.transpose(adaptiveAveragePool(x, POOLED), [0, 3, 1, 2]);
    const flat = tf.reshape(pooled, [x.shape[0], -1]) as tf.Tensor2D;
    return linear.reduce((activation, { weight, bias }, i) => {
      const output = tf.add(tf.matMul(activation, weight, false, true), bias) as tf.Tensor2D;
      return i < linear.length - 1 ? (relu(output) as tf.Tensor2D) : output;
    }, flat);
  };
}
