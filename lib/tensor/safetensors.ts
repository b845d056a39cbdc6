/**
 * The safetensors format (github.com/huggingface/safetensors, "Format"): 8 bytes with the header's length, a JSON header {name:
 * {dtype, shape, data_offsets}}, then all tensors' values without gaps. Readable from Python.
 */
import type * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { CourseError } from '../errors.ts';
import { readInputFile, writeFileAtomically } from '../files.ts';
import { type ArrayData, fromTensor, sizeOf, toTensor } from './array.ts';
import { GET_NEW_FILE, readValues, STORED_TYPES } from './dtypes.ts';
import { numberToFloat16 } from './float16.ts';

export type Arrays = Readonly<Record<string, ArrayData>>;
export type Metadata = Readonly<Record<string, string>>;

const MAX_HEADER_BYTES = 100_000_000;

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});
const metadataSchema = z.record(z.string(), z.string());

/**
 * Reads a file's tensors: F32, F16 and BF16 as float32, I32 and I64 (if the values fit) as int32.
 * @throws CourseError naming file and tensor if the file is missing, truncated, in another format, or holds a value that is not
 * finite
 */
export async function readSafetensors(path: string): Promise<Record<string, tf.Tensor>> {
  const { arrays } = decodeSafetensors(await readInputFile(path), path);
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, toTensor(array)]));
}

/** Writes tensors (float32 as F32, int32 and bool as I32) atomically, the same bytes for the same content. */
export async function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, tf.Tensor>>,
  metadata: Metadata = {},
): Promise<void> {
  const arrays = Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, fromTensor(tensor)]));
  await writeFileAtomically(path, encodeSafetensors(arrays, metadata));
}

/**
 * @param source names the file in errors
 * @throws CourseError as {@link readSafetensors}
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  source = 'The safetensors data',
): { arrays: Record<string, ArrayData>; metadata: Record<string, string> } {
  const { header, payload } = splitHeader(bytes, source);
  const metadata = parse(metadataSchema, header.__metadata__ ?? {}, `${source}: "__metadata__"`);
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => ({
      name,
      where: `${source}: tensor "${name}"`,
      ...parse(entrySchema, value, `${source}: tensor "${name}"`),
    }));
  checkOffsets(entries, payload.length, source);

  const arrays = entries.map(({ name, where, dtype, shape, data_offsets: [begin, end] }): [string, ArrayData] => {
    const type = Object.hasOwn(STORED_TYPES, dtype) ? STORED_TYPES[dtype] : undefined;
    if (!type) {
      throw new CourseError(
        `${where} has the element type ${dtype}; this reader knows ${Object.keys(STORED_TYPES).join(', ')}. Save it as float32.`,
      );
    }
    const count = sizeOf(shape);
    if (count * type.bytes !== end - begin) {
      throw new CourseError(
        `${where} of shape [${shape}] needs ${count * type.bytes} bytes as ${dtype}, but has ${end - begin}. ${GET_NEW_FILE}`,
      );
    }
    return [name, { dtype: type.dtype, shape, data: readValues(type, payload.subarray(begin, end), count, where) }];
  });
  return { arrays: Object.fromEntries(arrays), metadata };
}

/**
 * The same bytes for the same content: names are sorted (4-byte types before 2-byte ones, so that all stay aligned).
 * @param options.half store float32 in half precision (F16), rounded to nearest
 * @throws CourseError if a value is not finite, or outside half precision's range (±65504)
 */
export function encodeSafetensors(
  arrays: Arrays,
  metadata: Metadata = {},
  { half = false }: { half?: boolean } = {},
): Uint8Array {
  const entries = Object.entries(arrays).map(([name, array]) => {
    if (name === '__metadata__')
      throw new CourseError('A tensor cannot be named "__metadata__": safetensors reserves that name.');
    return { name, array, dtype: array.dtype === 'int32' ? 'I32' : half ? 'F16' : 'F32' };
  });
  entries.sort((a, b) => Number(a.dtype === 'F16') - Number(b.dtype === 'F16') || compareText(a.name, b.name));

  const header: [string, unknown][] = [];
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const { name, array, dtype } of entries) {
    const part = encodeValues(array, dtype, name);
    header.push([name, { dtype, shape: array.shape, data_offsets: [offset, offset + part.length] }]);
    parts.push(part);
    offset += part.length;
  }
  const sortedMetadata = Object.entries(metadata).sort(([a], [b]) => compareText(a, b));
  if (sortedMetadata.length > 0) header.unshift(['__metadata__', Object.fromEntries(sortedMetadata)]);

  const json = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  // Spaces after the JSON align the tensors to 8 bytes, as the format's own writer does.
  const headerLength = Math.ceil(json.length / 8) * 8;
  const start = Buffer.alloc(8 + headerLength, ' ');
  start.writeBigUInt64LE(BigInt(headerLength));
  json.copy(start, 8);
  return Buffer.concat([start, ...parts]);
}

function splitHeader(bytes: Uint8Array, source: string): { header: Record<string, unknown>; payload: Uint8Array } {
  const foreign = `${source} is not a safetensors file`;
  const advice = 'Use a .safetensors file; `npm run weights -- --from FILE` converts a PyTorch .pth file.';
  if (bytes.length < 8) throw new CourseError(`${foreign}: it has only ${bytes.length} bytes. ${advice}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES || bytes[8] !== '{'.charCodeAt(0))
    throw new CourseError(`${foreign}: it does not begin with a header. ${advice}`);
  const end = 8 + Number(length);
  if (end > bytes.length) {
    throw new CourseError(
      `${source} is truncated: expected a header of ${length} bytes, got ${bytes.length - 8}. ${GET_NEW_FILE}`,
    );
  }
  try {
    const header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, end)));
    return { header, payload: bytes.subarray(end) };
  } catch (error) {
    throw new CourseError(`${foreign}: its header is not JSON (${(error as Error).message}). ${advice}`, {
      cause: error,
    });
  }
}

/** The tensors must tile the payload: no overlap, no gap, nothing beyond the end. */
function checkOffsets(
  entries: { where: string; data_offsets: [number, number] }[],
  payloadBytes: number,
  source: string,
): void {
  let position = 0;
  for (const {
    where,
    data_offsets: [begin, end],
  } of [...entries].sort((a, b) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1])) {
    if (end > payloadBytes) {
      throw new CourseError(
        `${source} is truncated: ${where.slice(source.length + 2)} ends at byte ${end} of the data, which has only ${payloadBytes} bytes. ${GET_NEW_FILE}`,
      );
    }
    if (begin !== position || end < begin) {
      const fault = begin < position ? 'overlaps another tensor' : 'has bytes before it that belong to no tensor';
      throw new CourseError(
        `${where} (bytes ${begin} to ${end}) ${end < begin ? 'ends before it begins' : fault}. ${GET_NEW_FILE}`,
      );
    }
    position = end;
  }
  if (position !== payloadBytes) {
    throw new CourseError(
      `${source} has ${payloadBytes - position} bytes after its last tensor that belong to no tensor. ${GET_NEW_FILE}`,
    );
  }
}

function encodeValues({ shape, data }: ArrayData, dtype: string, name: string): Uint8Array {
  if (data.length !== sizeOf(shape)) {
    throw new CourseError(
      `Tensor "${name}" of shape [${shape}] needs ${sizeOf(shape)} values, but has ${data.length}.`,
    );
  }
  const size = dtype === 'F16' ? 2 : 4;
  const part = Buffer.alloc(size * data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (!Number.isFinite(value))
      throw new CourseError(`Tensor "${name}" holds ${value} at position ${i}; only finite numbers are stored.`);
    if (dtype === 'I32') part.writeInt32LE(value, size * i);
    else if (dtype === 'F32') part.writeFloatLE(value, size * i);
    else {
      const bits = numberToFloat16(value);
      if ((bits & 0x7c00) === 0x7c00) {
        throw new CourseError(
          `Tensor "${name}" holds ${value} at position ${i}, beyond half precision's ±65504. Store it in float32.`,
        );
      }
      part.writeUInt16LE(bits, size * i);
    }
  }
  return part;
}

function parse<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new CourseError(
    `${where} has an invalid description (${issue?.path.join('.')}: ${issue?.message}). ${GET_NEW_FILE}`,
  );
}

/** By code unit: the same order on every machine, unlike a locale's collation. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
