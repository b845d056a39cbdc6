/** From a weights file's arrays, in PyTorch's layouts, to the tensors of a network in NHWC. */
import * as tf from '@tensorflow/tfjs';
import { CourseError } from '../errors.ts';
import { type ArrayData, float32, sizeOf } from '../tensor/array.ts';

/** Names and shapes as in PyTorch's `state_dict`: convolutions OIHW, linear layers [out,in], biases [out]. */
export type ParameterShapes = Readonly<Record<string, readonly number[]>>;

/** A convolution's parameters as TensorFlow.js takes them. */
export interface ConvParameters {
  /** [height,width,in,out] */
  readonly filter: tf.Tensor4D;
  /** [out] */
  readonly bias: tf.Tensor1D;
}

/**
 * Checks that `arrays` are exactly the parameters a network needs.
 * @param network its name in errors, e.g. `SqueezeNet 1.1`
 * @throws CourseError naming the first tensor that is missing, unknown, wrongly shaped or not finite
 */
export function checkParameters(
  arrays: Readonly<Record<string, ArrayData>>,
  shapes: ParameterShapes,
  network: string,
  source: string,
): void {
  const advice = `Use a weights file of ${network}; \`npm run weights\` downloads one.`;
  for (const [name, shape] of Object.entries(shapes)) {
    const array = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
    if (!array) throw new CourseError(`${source}: the tensor "${name}" is missing, which ${network} needs. ${advice}`);
    if (array.shape.length !== shape.length || shape.some((n, axis) => n !== array.shape[axis])) {
      throw new CourseError(
        `${source}: tensor "${name}" has shape [${array.shape}], but ${network} needs [${shape}]. ${advice}`,
      );
    }
    const bad = array.data.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new CourseError(`${source}: tensor "${name}" holds ${array.data[bad]} at position ${bad}. ${advice}`);
  }
  for (const name of Object.keys(arrays)) {
    if (!Object.hasOwn(shapes, name))
      throw new CourseError(`${source}: the tensor "${name}" is not part of ${network}. ${advice}`);
  }
}

/** A network's parameters as tensors, each created on first use and kept until all are disposed, even inside `tf.tidy`. */
export class KeptParameters {
  private readonly tensors = new Map<string, tf.Tensor>();

  constructor(private readonly arrays: Readonly<Record<string, ArrayData>>) {}

  conv(name: string): ConvParameters {
    return {
      filter: this.kept(`${name}.weight`, transposeFilter) as tf.Tensor4D,
      bias: this.get(`${name}.bias`) as tf.Tensor1D,
    };
  }

  /** As it is in the file. */
  get(name: string): tf.Tensor {
    return this.kept(name, (array) => array);
  }

  dispose(): void {
    tf.dispose([...this.tensors.values()]);
    this.tensors.clear();
  }

  private kept(name: string, arrange: (array: ArrayData) => ArrayData): tf.Tensor {
    const known = this.tensors.get(name);
    if (known !== undefined) return known;
    const { data, shape } = arrange(this.arrays[name] as ArrayData);
    const tensor = tf.keep(tf.tensor(data, [...shape], 'float32'));
    this.tensors.set(name, tensor);
    return tensor;
  }
}

/** OIHW → HWIO. */
function transposeFilter({ shape, data }: ArrayData): ArrayData {
  const [outputs, inputs, height, width] = shape as [number, number, number, number];
  const area = height * width;
  const result = new Float32Array(sizeOf(shape));
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      for (let hw = 0; hw < area; hw++) {
        result[(hw * inputs + i) * outputs + o] = data[(o * inputs + i) * area + hw] as number;
      }
    }
  }
  return float32([height, width, inputs, outputs], result);
}
