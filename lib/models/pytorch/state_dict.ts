/** The content of a `state_dict`'s pickle: tensors as views into storages. */
import { CourseError } from '../../errors.ts';
import { type ArrayData, sizeOf } from '../../tensor/array.ts';
import { readValues, STORED_TYPES } from '../../tensor/dtypes.ts';
import type { PickleCall, PickleOptions, PickleValue } from './pickle.ts';

/** Key of a storage → its bytes. */
export type Storages = ReadonlyMap<string, Uint8Array>;

/** A storage named by the pickle; its bytes are elsewhere in the file. */
export class StorageReference {
  constructor(
    readonly type: StorageType,
    readonly key: string,
    readonly elements: number,
  ) {}
}

class StorageType {
  constructor(
    readonly name: string,
    /** Its name in {@link STORED_TYPES}; undefined for a type that weights never have. */
    readonly stored: string | undefined,
    readonly bytes: number,
  ) {}
}

class TensorReference {
  constructor(
    readonly storage: StorageReference,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

/** Bytes per element; types without a name in safetensors are listed only so that they can be refused by name. */
const STORAGE_TYPES: Readonly<Record<string, readonly [stored: string | undefined, bytes: number]>> = {
  FloatStorage: ['F32', 4],
  HalfStorage: ['F16', 2],
  BFloat16Storage: ['BF16', 2],
  IntStorage: ['I32', 4],
  LongStorage: ['I64', 8],
  DoubleStorage: [undefined, 8],
  ShortStorage: [undefined, 2],
  CharStorage: [undefined, 1],
  ByteStorage: [undefined, 1],
  BoolStorage: [undefined, 1],
};

const GLOBALS: Record<string, PickleCall> = {
  'collections.OrderedDict': (...args) => {
    if (args.length > 0) throw new Error('an OrderedDict is built in an unusual way');
    return new Map();
  },
  'torch._utils._rebuild_tensor_v2': (storage, offset, shape, strides) =>
    rebuildTensor(storage, offset, shape, strides),
  'torch._utils._rebuild_parameter': (data) => data as PickleValue,
};
for (const [name, [stored, bytes]] of Object.entries(STORAGE_TYPES)) {
  // Referenced as a class and never called: it is the second part of a persistent id.
  GLOBALS[`torch.${name}`] = Object.assign(() => fail(`torch.${name} is called`), {
    storage: new StorageType(name, stored, bytes),
  });
}

/** For reading a `state_dict`. @param onStorage called for each storage when it is referenced */
export function stateDictOptions(onStorage: (storage: StorageReference) => void = () => {}): PickleOptions {
  return {
    globals: GLOBALS,
    // ('storage', type, key, location, elements, and in the legacy format a view, always None in what PyTorch writes today)
    persistentLoad(id) {
      const [kind, type, key, , elements, view] = Array.isArray(id) ? id : [];
      const storage = (type as { storage?: unknown } | undefined)?.storage;
      if (
        kind !== 'storage' ||
        !(storage instanceof StorageType) ||
        typeof key !== 'string' ||
        typeof elements !== 'number'
      ) {
        return fail('it refers to data in an unknown way');
      }
      if (view !== undefined && view !== null)
        return fail('it has a view of a storage, which only PyTorch before 0.4 wrote');
      const reference = new StorageReference(storage, key, elements);
      onStorage(reference);
      return reference;
    },
  };
}

/** @throws CourseError naming the entry that is not a tensor, or has an element type that weights never have */
export function toArrays(value: PickleValue, storages: Storages, source: string): Record<string, ArrayData> {
  // Training scripts often save {state_dict: ..., epoch: ...}.
  const stateDict = value instanceof Map && value.get('state_dict') instanceof Map ? value.get('state_dict') : value;
  if (!(stateDict instanceof Map)) {
    throw new CourseError(
      `${source} holds no state_dict, that is, no tensors by name. Save the model's \`state_dict()\` with torch.save.`,
    );
  }
  const arrays = [...stateDict].map(([name, tensor]): [string, ArrayData] => {
    const where = `${source}: tensor "${String(name)}"`;
    if (!(tensor instanceof TensorReference)) {
      throw new CourseError(`${where} is not a tensor. Save the model's \`state_dict()\` and nothing else.`);
    }
    return [String(name), readTensor(tensor, storages, where)];
  });
  return Object.fromEntries(arrays);
}

function rebuildTensor(storage: unknown, offset: unknown, shape: unknown, strides: unknown): TensorReference {
  const isSizes = (value: unknown): value is number[] =>
    Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (
    !(storage instanceof StorageReference) ||
    !isSizes([offset]) ||
    !isSizes(shape) ||
    !isSizes(strides) ||
    shape.length !== strides.length
  ) {
    return fail('it describes a tensor in an unknown way');
  }
  return new TensorReference(storage, offset as number, shape, strides);
}

function readTensor(
  { storage, offset, shape, strides }: TensorReference,
  storages: Storages,
  where: string,
): ArrayData {
  const { name, stored, bytes } = storage.type;
  const type = stored === undefined ? undefined : STORED_TYPES[stored];
  if (!type)
    throw new CourseError(
      `${where} is of type ${name.replace('Storage', '').toLowerCase()}. Save it as float32 (\`.float()\`).`,
    );
  const data = storages.get(storage.key);
  if (!data) throw new CourseError(`${where}: its values (storage ${storage.key}) are missing. Get the file again.`);
  const count = sizeOf(shape);
  const last = count === 0 ? -1 : offset + shape.reduce((sum, n, axis) => sum + (n - 1) * (strides[axis] as number), 0);
  if ((last + 1) * bytes > data.length) {
    throw new CourseError(
      `${where} reaches to element ${last} of a storage of ${data.length / bytes}. Get the file again.`,
    );
  }
  const packed = isContiguous(shape, strides)
    ? data.subarray(offset * bytes, (offset + count) * bytes)
    : gather(data, bytes, offset, shape, strides);
  return { dtype: type.dtype, shape, data: readValues(type, packed, count, where) };
}

/** Whether the elements lie in row-major order without a gap. */
function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis] as number;
  }
  return true;
}

/** Copies a view's elements into row-major order. */
function gather(
  data: Uint8Array,
  bytes: number,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
): Uint8Array {
  const count = sizeOf(shape);
  const packed = new Uint8Array(count * bytes);
  const index = shape.map(() => 0);
  let from = offset;
  for (let i = 0; i < count; i++) {
    packed.set(data.subarray(from * bytes, (from + 1) * bytes), i * bytes);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis] as number;
      if (++(index[axis] as number) < (shape[axis] as number)) break;
      from -= (shape[axis] as number) * (strides[axis] as number);
      index[axis] = 0;
    }
  }
  return packed;
}

function fail(message: string): never {
  throw new Error(message);
}
