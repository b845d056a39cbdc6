/** Tensors as plain data, to store, send to a sandbox and compare. Holding one needs no TensorFlow.js. */
import * as tf from '@tensorflow/tfjs';
import type { Random } from '../random.ts';

export interface ArrayData {
  readonly dtype: 'float32' | 'int32';
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float32Array | Int32Array;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

export function isArrayData(value: unknown): value is ArrayData {
  return (
    typeof value === 'object' &&
    value !== null &&
    'data' in value &&
    'shape' in value &&
    (value.data instanceof Float32Array || value.data instanceof Int32Array)
  );
}

export function float32(shape: readonly number[], data: ArrayLike<number>): ArrayData {
  if (data.length !== sizeOf(shape))
    throw new RangeError(`Shape [${shape}] needs ${sizeOf(shape)} values, got ${data.length}.`);
  return { dtype: 'float32', shape, data: Float32Array.from(data) };
}

export function int32(shape: readonly number[], data: ArrayLike<number>): ArrayData {
  if (data.length !== sizeOf(shape))
    throw new RangeError(`Shape [${shape}] needs ${sizeOf(shape)} values, got ${data.length}.`);
  return { dtype: 'int32', shape, data: Int32Array.from(data) };
}

/** Normally distributed values. */
export function normalArray(random: Random, shape: readonly number[], mean = 0, standardDeviation = 1): ArrayData {
  return float32(
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => random.normal(mean, standardDeviation)),
  );
}

export function toTensor(array: ArrayData): tf.Tensor {
  return tf.tensor(array.data, [...array.shape], array.dtype);
}

/** Reads a tensor back; booleans become int32. */
export function fromTensor(tensor: tf.Tensor): ArrayData {
  const values = tensor.dataSync();
  const shape = [...tensor.shape];
  if (tensor.dtype === 'float32') return { dtype: 'float32', shape, data: Float32Array.from(values as Float32Array) };
  if (tensor.dtype === 'int32' || tensor.dtype === 'bool')
    return { dtype: 'int32', shape, data: Int32Array.from(values) };
  throw new TypeError(`Expected a tensor of numbers, got dtype "${tensor.dtype}".`);
}
