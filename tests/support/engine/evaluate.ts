/** Runs operations and their gradients on a chosen engine, and reads the results back. */
import * as tf from '@tensorflow/tfjs';
import { Random } from '../../../lib/random.ts';
import { type ArrayData, toTensor } from '../../../lib/tensor/array.ts';
import { compareArrays } from '../../../lib/tensor/compare.ts';
import type { OpCase } from './ops/index.ts';

export interface Evaluation {
  values: ArrayData[];
  gradients: ArrayData[];
}

export function uniformArray(random: Random, shape: number[], [low, high] = [-2, 2]): ArrayData {
  const data = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.uniform(low, high));
  return { dtype: 'float32', shape, data };
}

/**
 * Numbers spread evenly over the range, shuffled: any two are further apart than a central difference steps, so that
 * none crosses a kink of a maximum; 0.27 keeps them off whole numbers too, where ReLU, sign and floor have theirs.
 */
export function inputsOf({ name, shapes, range: [low, high] = [-2, 2] }: OpCase): ArrayData[] {
  const sizes = shapes.map((shape) => tf.util.sizeFromShape(shape));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const spread = Array.from({ length: total }, (_, i) => low + ((high - low) * (i + 0.27)) / total);
  const values = new Random(name).shuffle(spread);
  return shapes.map((shape, i) => ({ dtype: 'float32', shape, data: Float32Array.from(values.splice(0, sizes[i])) }));
}

type WeightedSum = (...inputs: tf.Tensor[]) => tf.Scalar;

/** Σ wᵢ·outputᵢ with fixed random weights w: one number that depends on every output, so that its gradient shows all. */
function weightedSum({ name, run }: OpCase): WeightedSum {
  const random = new Random(`weights of ${name}`);
  const weights: ArrayData[] = [];
  return (...inputs) => {
    const outputs = [run(...inputs)].flat();
    const terms = outputs.map((y, i) => {
      weights[i] ??= uniformArray(random, y.shape, [-1, 1]);
      return tf.sum(tf.mul(y, toTensor(weights[i])));
    });
    return tf.addN(terms) as tf.Scalar;
  };
}

/** The values of an operation on the engine in use, and its gradients with respect to each input unless it has none. */
export function evaluate(op: OpCase, inputs: ArrayData[]): Evaluation {
  return detached(() => {
    const tensors = inputs.map(toTensor);
    const values = [op.run(...tensors)].flat().map(read);
    if (op.gradient === false) return { values, gradients: [] };
    const gradients = tf.grads(weightedSum(op))(tensors).map(read);
    return { values, gradients };
  });
}

/** Gradients by central differences: good to about 1% of the largest, and independent of every gradient function. */
export function differences(op: OpCase, inputs: ArrayData[], step = 4e-3): ArrayData[] {
  const sum = weightedSum(op);
  const at = (input: number, i: number, by: number) =>
    detached(() => {
      const moved = inputs.map((array, n) => {
        const data = Float32Array.from(array.data);
        if (n === input) data[i]! += by;
        return toTensor({ ...array, data } as ArrayData);
      });
      return sum(...moved).dataSync()[0]!;
    });
  return inputs.map((array, input) => ({
    dtype: 'float32',
    shape: array.shape,
    data: Float32Array.from(array.data, (_, i) => (at(input, i, step) - at(input, i, -step)) / (2 * step)),
  }));
}

/**
 * The slope along one random direction, by central differences, and what the gradients say it is: a few of them show a
 * wrong gradient among thousands of numbers, at the price of two evaluations each.
 */
export function slopeAlong(
  direction: Random,
  op: OpCase,
  inputs: ArrayData[],
  gradients: ArrayData[],
  step = 4e-3,
): { measured: number; said: number } {
  const sum = weightedSum(op);
  const ways = inputs.map(({ shape }) => uniformArray(direction, [...shape], [-1, 1]));
  const at = (by: number) =>
    detached(() => {
      const moved = inputs.map((array, n) => tf.add(toTensor(array), tf.mul(toTensor(ways[n]!), by)));
      return sum(...moved).dataSync()[0]!;
    });
  const terms = gradients.flatMap(({ data }, n) => Array.from(data, (slope, i) => slope * ways[n]!.data[i]!));
  return { measured: (at(step) - at(-step)) / (2 * step), said: terms.reduce((total, term) => total + term, 0) };
}

export function relativeError(actual: ArrayData, expected: ArrayData): number {
  const comparison = compareArrays(actual, expected);
  if (comparison.kind !== 'measured') throw new Error(`not comparable: ${JSON.stringify(comparison)}`);
  return comparison.maxRelativeError;
}

function read(x: tf.Tensor): ArrayData {
  const [dtype, data] = x.dtype === 'float32' ? (['float32', Float32Array] as const) : (['int32', Int32Array] as const);
  return { dtype, shape: x.shape, data: data.from(x.dataSync()) };
}

/** `tf.tidy` for results that hold no tensors: tidy itself would search them, number by number. */
function detached<T>(f: () => T): T {
  let result: T | undefined;
  tf.tidy(() => {
    result = f();
  });
  return result as T;
}
