import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arrayHeader,
  encodeFrame,
  type Frame,
  FrameError,
  FrameReader,
  PREFIX_BYTES,
  readArrays,
} from '../../../grader/sandbox/frames.ts';
import { decodeReply } from '../../../grader/sandbox/replies.ts';
import { encodeRun, inputsOf } from '../../../grader/sandbox/requests.ts';
import { type ArrayData, float32, int32 } from '../../../lib/tensor/array.ts';

const caps = { headerBytes: 1024, payloadBytes: 4096 };

function readAll(bytes: Uint8Array, cuts: readonly number[] = []): Frame[] {
  const reader = new FrameReader(caps);
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.flatMap((end, i) => reader.push(bytes.subarray(i === 0 ? 0 : ends[i - 1]!, end)));
}

const arrays: fc.Arbitrary<ArrayData> = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }), fc.boolean())
  .chain(([shape, isFloat]) => {
    const length = shape.reduce((a, b) => a * b, 1);
    const range = { minLength: length, maxLength: length };
    return isFloat
      ? fc.array(fc.float(), range).map((values) => float32(shape, values))
      : fc.array(fc.integer(), range).map((values) => int32(shape, values));
  });

describe('frames', () => {
  it('come out as they went in, however the bytes are cut', () => {
    const frames = fc.array(fc.tuple(fc.jsonValue({ maxDepth: 2 }), fc.array(arrays, { maxLength: 2 })), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(frames, fc.array(fc.nat(), { maxLength: 20 }), (sent, cuts) => {
        fc.pre(sent.every(([header]) => JSON.stringify(header).length < 256));
        const bytes = Buffer.concat(sent.map(([header, values]) => encodeFrame({ header }, values)));
        const read = readAll(bytes, cuts);
        expect(read.map(({ header }) => header)).toEqual(
          sent.map(([header]) => JSON.parse(JSON.stringify({ header }))),
        );
        read.forEach(({ payload }, i) => {
          expect(readArrays(sent[i]![1].map(arrayHeader), payload)).toEqual(sent[i]![1]);
        });
      }),
    );
  });

  it('take any bytes for a frame, for the beginning of one, or refuse them', () => {
    const small = fc.tuple(fc.nat(300), fc.nat(300), fc.uint8Array({ maxLength: 900 }));
    fc.assert(
      fc.property(fc.oneof(small, fc.uint8Array({ maxLength: 200 })), fc.array(fc.nat()), (input, cuts) => {
        const bytes = input instanceof Uint8Array ? input : withPrefix(...input);
        try {
          for (const frame of readAll(bytes, cuts)) decodeReply(frame);
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a header', 1025, 0],
    ['a payload', 2, 4097],
    ['both', 0xffffffff, 0xffffffff],
  ])('with %s above the caps are refused before they are read', (_, header, payload) => {
    expect(() => readAll(withPrefix(header, payload, new Uint8Array()))).toThrow(
      expect.objectContaining({ name: 'FrameError', tooLarge: true }),
    );
  });

  it('with a header that is not UTF-8 or not JSON are refused', () => {
    expect(() => readAll(withPrefix(1, 0, Uint8Array.of(0xff)))).toThrow(FrameError);
    expect(() => readAll(withPrefix(0, 0, new Uint8Array()))).toThrow(FrameError);
  });
});

describe('replies', () => {
  const answered = (answers: unknown, payload = new Uint8Array()): Frame => ({
    header: { kind: 'answered', ticket: 'a', answers },
    payload,
  });

  it('bring the arrays that were sent', () => {
    fc.assert(
      fc.property(fc.array(arrays, { maxLength: 5 }), (values) => {
        const answers = values.map((value, i) => ({ name: `answer ${i}`, ...arrayHeader(value) }));
        const [frame] = readAll(encodeFrame({ kind: 'answered', ticket: 'a', answers }, values));
        const reply = decodeReply(frame!);
        expect(reply.kind === 'answered' && Object.values(reply.answers)).toEqual(values);
      }),
    );
  });

  it.each<[string, Frame]>([
    ['of an unknown kind', { header: { kind: 'score', points: 100 }, payload: new Uint8Array() }],
    ['with a field too many', { header: { kind: 'ready', ticket: 'a', score: 100 }, payload: new Uint8Array() }],
    ['that are no object', { header: ['ready'], payload: new Uint8Array() }],
    ['with numbers where none are due', { header: { kind: 'ready', ticket: 'a' }, payload: new Uint8Array(4) }],
    ['with more numbers than the shape', answered([{ name: 'x', dtype: 'float32', shape: [1] }], new Uint8Array(8))],
    ['with fewer numbers than the shape', answered([{ name: 'x', dtype: 'float32', shape: [3] }], new Uint8Array(8))],
    ['with a negative axis', answered([{ name: 'x', dtype: 'float32', shape: [-1, -2] }], new Uint8Array(8))],
    ['with a fractional axis', answered([{ name: 'x', dtype: 'float32', shape: [0.5, 4] }], new Uint8Array(8))],
    ['with an axis that is too long', answered([{ name: 'x', dtype: 'float32', shape: [0, 2 ** 40] }])],
    ['with another dtype', answered([{ name: 'x', dtype: 'string', shape: [2] }], new Uint8Array(8))],
    ['with the prototype for a name', answered([{ name: '__proto__', dtype: 'float32', shape: [0] }])],
    ['with a name twice', answered(['x', 'x'].map((name) => ({ name, dtype: 'float32', shape: [0] })))],
    [
      'with too many answers',
      answered(Array.from({ length: 33 }, (_, i) => ({ name: `x${i}`, dtype: 'int32', shape: [0] }))),
    ],
    [
      'with a message that is too long',
      { header: { kind: 'threw', ticket: 'a', message: 'x'.repeat(2001) }, payload: new Uint8Array() },
    ],
  ])('%s are refused', (_, frame) => {
    expect(() => decodeReply(frame)).toThrow(FrameError);
  });

  it('of any form are read or refused', () => {
    const header = fc.oneof(
      fc.jsonValue(),
      fc.record({ kind: fc.constant('answered'), ticket: fc.string(), answers: fc.array(fc.jsonValue()) }),
      fc.record({
        kind: fc.constantFrom('answered', 'threw', 'ready', 'loaded', 'notLoaded'),
        ticket: fc.string(),
        message: fc.string(),
        answers: fc.array(
          fc.record({
            name: fc.string(),
            dtype: fc.constantFrom('float32', 'int32', 'bool'),
            shape: fc.array(fc.oneof(fc.integer(), fc.double()), { maxLength: 9 }),
          }),
        ),
      }),
    );
    fc.assert(
      fc.property(header, fc.uint8Array(), (header, payload) => {
        try {
          decodeReply({ header, payload });
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('requests', () => {
  it('carry inputs of every kind', () => {
    const inputs = {
      X: float32([2, 3], [1, 2, 3, 4, 5, 6]),
      layers: [1, 4],
      targets: [int32([1], [7]), [float32([], [0.5])]],
      normalize: true,
      name: 'x',
    };
    const bytes = encodeRun('a', { checkId: 'a', dependencies: [], inputs });
    const [frame] = new FrameReader({ headerBytes: 1e6, payloadBytes: 1e6 }).push(bytes);
    expect(inputsOf(frame!)).toEqual(inputs);
  });
});

function withPrefix(header: number, payload: number, rest: Uint8Array): Uint8Array {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32LE(header, 0);
  prefix.writeUInt32LE(payload, 4);
  return Buffer.concat([prefix, rest]);
}
