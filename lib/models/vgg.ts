/**
 * VGG-16 and VGG-19 (Simonyan and Zisserman 2014, arXiv:1409.1556, configurations D and E; torchvision's `vgg16`, `vgg19`),
 * NHWC.
 *
 * Layer numbers are those of torchvision's `features`. There the ReLUs work in place; here every layer has its own output. Any
 * input size: an adaptive average pool brings the last feature map to 7×7. A file with only the feature layers is enough for
 * style transfer, which needs no scores.
 */
import * as tf from '@tensorflow/tfjs';
import { FastNetwork, type FeatureSpec } from '../engine/network/index.ts';
import { CourseError } from '../errors.ts';
import { type ArrayData, sizeOf } from '../tensor/array.ts';
import { adaptiveAveragePool } from './adaptive_average_pool.ts';
import { defaultClassNames } from './class_names.ts';
import { LayeredModel, type Network } from './layered_model.ts';
import type { Relu } from './model.ts';
import { checkParameters, KeptParameters, type ParameterShapes } from './parameters.ts';
import { ordinaryRelu } from './relus.ts';
import { tensorflowLayer } from './tensorflow_layers.ts';

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
  /** Name of the weights in errors, e.g. their file. */
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

/**
 * Names and shapes of the parameters, as in torchvision's `state_dict`; without classes, only those of the feature layers.
 * `hidden`: width of the classifier's layers.
 */
export function vggShapes(variant: VggVariant, numClasses: number, hidden = HIDDEN): ParameterShapes {
  const shapes: Record<string, number[]> = {};
  for (const spec of layerSpecs(variant)) {
    if (spec.kind !== 'convolution') continue;
    shapes[`${spec.name}.weight`] = [spec.outputs, spec.inputs, 3, 3];
    shapes[`${spec.name}.bias`] = [spec.outputs];
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
 * Peak memory in bytes of a process that paints an image of `height`×`width`. Measured on WASM with 192 to 512 pixels (within
 * 12 %): besides the process itself, eight copies of a convolution's weights (as read, as kept, and as the engine packs them
 * for either pass and size), two of the classifier's, and three fifths of all feature maps and their gradients at once.
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
    relu: Relu = ordinaryRelu,
    ownsWeights = true,
  ) {
    super(network, relu, ownsWeights);
  }

  /**
   * @param arrays the parameters under torchvision's names, filters OIHW; without `classifier.*` the model has no scores
   * @throws CourseError naming the tensor that is missing, unknown, wrongly shaped or not finite
   */
  static fromArrays(arrays: Readonly<Record<string, ArrayData>>, options: VggOptions = {}): Vgg {
    const source = options.source ?? 'The weights';
    const variant = vggVariant(arrays);
    const numClasses = vggClasses(arrays);
    checkParameters(arrays, vggShapes(variant, numClasses, arrays['classifier.0.weight']?.shape[0]), variant, source);
    const classNames = options.classNames ?? defaultClassNames(numClasses);
    if (classNames.length !== numClasses) {
      throw new CourseError(`${source}: the network has ${numClasses} classes, but got ${classNames.length} names.`);
    }
    return new Vgg(build(arrays, variant, classNames, source), variant);
  }

  override withRelu(relu: Relu): Vgg {
    return new Vgg(this.network, this.variant, relu, false);
  }
}

/** 0 if the classifier is missing. */
export function vggClasses(arrays: Readonly<Record<string, ArrayData>>): number {
  const hasClassifier = Object.keys(arrays).some((name) => name.startsWith('classifier.'));
  return hasClassifier ? (arrays['classifier.6.weight']?.shape[0] ?? 1000) : 0;
}

function build(
  arrays: Readonly<Record<string, ArrayData>>,
  variant: VggVariant,
  classNames: readonly string[],
  source: string,
): Network {
  const parameters = new KeptParameters(arrays);
  const specs = layerSpecs(variant);
  const fast = new FastNetwork(specs, arrays);
  return {
    name: variant,
    layers: specs.map((spec) => tensorflowLayer(spec, parameters)),
    classifier: makeClassifier(classNames.length > 0 ? parameters : undefined, variant, source),
    classNames,
    minSize: MIN_SIZE,
    fast,
    dispose: () => {
      parameters.dispose();
      fast.dispose();
    },
  };
}

/** Each convolution's ReLU is a separate layer. */
function layerSpecs(variant: VggVariant): FeatureSpec[] {
  const convolution = { kind: 'convolution', size: 3, stride: 1, pad: 1 } as const;
  const pool = { kind: 'pool', size: 2, stride: 2, ceilMode: false } as const;
  let [number, inputs] = [0, 3];
  return CONFIGURATIONS[variant].flatMap((step): FeatureSpec[] => {
    const name = `features.${number}`;
    number += step === 'pool' ? 1 : 2;
    if (step === 'pool') return [pool];
    const layers: FeatureSpec[] = [{ ...convolution, name, inputs, outputs: step }, { kind: 'relu' }];
    inputs = step;
    return layers;
  });
}

function makeClassifier(
  parameters: KeptParameters | undefined,
  variant: VggVariant,
  source: string,
): Network['classifier'] {
  return (x, relu) => {
    if (parameters === undefined) {
      throw new CourseError(
        `${source} has ${variant}'s feature layers but no classifier, so there are no scores. Use a file that also has "classifier.0.weight".`,
      );
    }
    // PyTorch flattens channel by channel; transposing the small activation is cheaper than transposing 400 MB of weights.
    const pooled = tf.transpose(adaptiveAveragePool(x, POOLED), [0, 3, 1, 2]);
    const flat = tf.reshape(pooled, [x.shape[0], -1]) as tf.Tensor2D;
    return CLASSIFIER.reduce((activation, name, i) => {
      const weight = parameters.get(`${name}.weight`) as tf.Tensor2D; // [out,in], as in PyTorch
      const output = tf.add(tf.matMul(activation, weight, false, true), parameters.get(`${name}.bias`)) as tf.Tensor2D;
      return i < CLASSIFIER.length - 1 ? (relu(output) as tf.Tensor2D) : output;
    }, flat);
  };
}
