/** Element types of stored tensors, and their conversion to float32 or int32. Little-endian, as in both file formats. */
import { CourseError } from '../errors.ts';
import type { ArrayData } from './array.ts';
import { bfloat16ToNumber, float16ToNumber } from './float16.ts';

interface StoredType {
  readonly bytes: number;
  readonly dtype: ArrayData['dtype'];
  read(view: DataView, offset: number): number;
}

export const STORED_TYPES: Readonly<Record<string, StoredType>> = {
  F32: { bytes: 4, dtype: 'float32', read: (view, offset) => view.getFloat32(offset, true) },
  F16: { bytes: 2, dtype: 'float32', read: (view, offset) => float16ToNumber(view.getUint16(offset, true)) },
  BF16: { bytes: 2, dtype: 'float32', read: (view, offset) => bfloat16ToNumber(view.getUint16(offset, true)) },
  I32: { bytes: 4, dtype: 'int32', read: (view, offset) => view.getInt32(offset, true) },
  I64: { bytes: 8, dtype: 'int32', read: (view, offset) => Number(view.getBigInt64(offset, true)) },
};

/**
 * Reads `count` elements of at least one byte each.
 * @param where names file and tensor in an error, e.g. `weights/x.safetensors: tensor "features.0.weight"`
 * @throws CourseError if a value is not finite, or does not fit into int32
 */
export function readValues(type: StoredType, bytes: Uint8Array, count: number, where: string): ArrayData['data'] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = type.dtype === 'float32' ? new Float32Array(count) : new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const value = type.read(view, i * type.bytes);
    if (!Number.isFinite(value)) {
      throw new CourseError(
        `${where} holds ${value} at position ${i}, but only finite numbers are valid. ${GET_NEW_FILE}`,
      );
    }
    values[i] = value;
    if (type.dtype === 'int32' && values[i] !== value) {
      throw new CourseError(
        `${where} holds ${value} at position ${i}, which does not fit into 32 bits. Save it as int32 or float32.`,
      );
    }
  }
  return values;
}

export const GET_NEW_FILE = 'Get the file again, or write it again from its source.';
