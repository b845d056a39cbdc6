/** A check's inputs as JSON plus a list of arrays, for storing and sending. */
import { type ArrayData, isArrayData } from '#lib/tensor/array.ts';
import type { Inputs, InputValue } from './check.ts';

/** Placeholder of an array; `array` is its index in the list. */
export interface ArrayPlace {
  readonly array: number;
}
export type PackedValue = ArrayPlace | number | boolean | string | readonly PackedValue[];
export type PackedInputs = Readonly<Record<string, PackedValue>>;

export function packInputs(inputs: Inputs): { packed: PackedInputs; arrays: ArrayData[] } {
  const arrays: ArrayData[] = [];
  const packed = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, pack(value, arrays)]));
  return { packed, arrays };
}

function pack(value: InputValue, arrays: ArrayData[]): PackedValue {
  if (isArrayData(value)) return { array: arrays.push(value) - 1 };
  if (Array.isArray(value)) return value.map((entry) => pack(entry, arrays));
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`A check's input is ${value}; only finite numbers can be stored or sent.`);
  }
  return value as number | boolean | string;
}

export function unpackInputs(packed: PackedInputs, arrays: readonly ArrayData[]): Inputs {
  const unpack = (value: PackedValue): InputValue => {
    if (typeof value !== 'object') return value;
    if (!('array' in value)) return value.map(unpack);
    const array = arrays[value.array];
    if (!array) throw new RangeError(`Array number ${value.array} is missing: there are only ${arrays.length}.`);
    return array;
  };
  return Object.fromEntries(Object.entries(packed).map(([name, value]) => [name, unpack(value)]));
}
