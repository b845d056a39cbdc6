import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CourseError } from '../../../lib/errors.ts';
import { float32, int32 } from '../../../lib/tensor/array.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensors,
  writeSafetensors,
} from '../../../lib/tensor/safetensors.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A file put together by hand: what a broken or foreign writer may have left. */
function file(header: unknown, payload: Uint8Array = new Uint8Array()): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, payload]);
}
const entry = (dtype: string, shape: number[], begin: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});
const decode = (bytes: Uint8Array) => () => decodeSafetensors(bytes, 'x.safetensors');

test('arrays and metadata survive; names are sorted, the data aligned', () => {
  const arrays = {
    b: float32([2, 2], [1, -2.5, 3e-8, 4]),
    a: int32([3], [1, -2, 2 ** 31 - 1]),
    scalar: float32([], [7]),
    empty: float32([0, 3], []),
  };
  const bytes = encodeSafetensors(arrays, { z: '1', classNames: '["ä"]' });
  expect(decodeSafetensors(bytes)).toEqual({ arrays, metadata: { z: '1', classNames: '["ä"]' } });
  expect(Object.keys(decodeSafetensors(bytes).arrays)).toEqual(['a', 'b', 'empty', 'scalar']);
  expect((8 + Buffer.from(bytes).readUInt32LE(0)) % 8).toBe(0);
});

test('the same content gives the same bytes, whatever the order it came in', () => {
  const [a, b] = [float32([1], [1]), float32([1], [2])];
  expect(encodeSafetensors({ a, b }, { m: '1', n: '2' })).toEqual(encodeSafetensors({ b, a }, { n: '2', m: '1' }));
});

test('half precision: float32 rounds to nearest, int32 stays, and what is out of range is refused', () => {
  const { arrays } = decodeSafetensors(
    encodeSafetensors({ w: float32([2], [1 / 3, -65504]), n: int32([1], [70000]) }, {}, { half: true }),
  );
  expect(arrays).toEqual({ w: float32([2], [0.333251953125, -65504]), n: int32([1], [70000]) });
  expect(() => encodeSafetensors({ w: float32([1], [70000]) }, {}, { half: true })).toThrow(
    /"w" holds 70000 .*half precision/,
  );
});

test('BF16 and I64 are decoded; an I64 beyond int32 is refused', () => {
  const payload = Buffer.alloc(18);
  payload.writeBigInt64LE(-5n, 0);
  payload.writeBigInt64LE(2n ** 31n - 1n, 8);
  payload.writeUInt16LE(0x3fc0, 16);
  const header = { n: entry('I64', [2], 0, 16), h: entry('BF16', [1], 16, 18) };
  expect(decodeSafetensors(file(header, payload)).arrays).toEqual({
    n: int32([2], [-5, 2 ** 31 - 1]),
    h: float32([1], [1.5]),
  });
  payload.writeBigInt64LE(2n ** 31n, 8);
  expect(decode(file(header, payload))).toThrow(/x\.safetensors: tensor "n" holds 2147483648 at position 1/);
});

test('tensor names that JavaScript treats specially are names like any other', () => {
  const header = `{"__proto__":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}`;
  expect(Object.keys(decodeSafetensors(file(header, new Uint8Array(4))).arrays)).toEqual(['__proto__']);
  expect(decode(file({ a: entry('toString', [1], 0, 4) }, new Uint8Array(4)))).toThrow(/element type toString/);
});

describe('a bad file is refused by name', () => {
  const four = new Uint8Array(4);
  const nan = new Uint8Array(Float32Array.of(1, Number.NaN).buffer);
  const whole = encodeSafetensors({ w: float32([2], [1, 2]) });
  const cases: [string, Uint8Array, RegExp][] = [
    ['empty', new Uint8Array(), /x\.safetensors is not a safetensors file: it has only 0 bytes/],
    ['foreign', Buffer.from('PK\u0003\u0004 a zip archive'), /is not a safetensors file.*npm run weights -- --from/],
    ['header cut short', whole.subarray(0, 20), /truncated: expected a header of/],
    [
      'data cut short',
      whole.subarray(0, whole.length - 1),
      /truncated: tensor "w" ends at byte 8 of the data, which has only 7 bytes/,
    ],
    ['bytes after the end', Buffer.concat([whole, four]), /4 bytes after its last tensor/],
    ['no JSON', file('{"w": '), /its header is not JSON/],
    [
      'no UTF-8',
      Buffer.concat([Buffer.from([3, 0, 0, 0, 0, 0, 0, 0]), Buffer.from([0x7b, 0xff, 0x7d])]),
      /its header is not JSON/,
    ],
    ['no entry', file({ w: [1] }), /tensor "w" has an invalid description/],
    ['bad shape', file({ w: entry('F32', [-1], 0, 4) }, four), /tensor "w" has an invalid description.*shape/],
    [
      'wrong size',
      file({ w: entry('F32', [2], 0, 4) }, four),
      /tensor "w" of shape \[2\] needs 8 bytes as F32, but has 4/,
    ],
    ['overlap', file({ v: entry('F32', [1], 0, 4), w: entry('F16', [1], 2, 4) }, four), /tensor "w" .*overlaps/],
    ['gap', file({ w: entry('F16', [1], 2, 4) }, four), /tensor "w" .*belong to no tensor/],
    ['backwards', file({ w: entry('F32', [0], 0, 0), v: entry('F16', [1], 0, -2) }), /tensor "v"/],
    ['unknown type', file({ w: entry('F8_E4M3', [4], 0, 4) }, four), /tensor "w" has the element type F8_E4M3/],
    ['not finite', file({ w: entry('F32', [2], 0, 8) }, nan), /x\.safetensors: tensor "w" holds NaN at position 1/],
    ['metadata', file({ __metadata__: { a: 1 } }), /"__metadata__"/],
  ];
  test.each(cases)('%s', (_name, bytes, message) => {
    expect(decode(bytes)).toThrow(CourseError);
    expect(decode(bytes)).toThrow(message);
  });

  test('and no bad file is written', () => {
    expect(() => encodeSafetensors({ w: float32([1], [Number.NaN]) })).toThrow(/"w" holds NaN/);
    expect(() => encodeSafetensors({ w: { dtype: 'float32', shape: [2], data: new Float32Array(1) } })).toThrow(
      /"w" of shape \[2\]/,
    );
    expect(() => encodeSafetensors({ __metadata__: float32([1], [1]) })).toThrow(/reserves/);
  });
});

test('tensors on disk: written whole or not at all', async () => {
  const path = join(folder, 'new', 'x.safetensors');
  const tensors = { w: tf.tensor2d([[1, 2]]), n: tf.tensor1d([true, false], 'bool') };
  await writeSafetensors(path, tensors, { by: 'test' });
  const read = await readSafetensors(path);
  expect(read.w?.arraySync()).toEqual([[1, 2]]);
  expect(read.n?.dtype).toBe('int32');
  const before = await readFile(path);
  await expect(writeSafetensors(path, { w: tf.scalar(Number.NaN) })).rejects.toThrow(CourseError);
  expect(await readFile(path)).toEqual(before);
  expect(await readdir(join(folder, 'new'))).toEqual(['x.safetensors']);
});

test('a missing file, a folder and a broken file are named', async () => {
  await expect(readSafetensors(join(folder, 'none'))).rejects.toThrow(/none could not be read: it does not exist/);
  await expect(readSafetensors(folder)).rejects.toThrow(CourseError);
  await writeFile(join(folder, 'broken'), 'text');
  await expect(readSafetensors(join(folder, 'broken'))).rejects.toThrow(/broken is not a safetensors file/);
});
