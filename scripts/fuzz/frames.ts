/** Whatever a sandbox writes into the pipe, the host reads or refuses frames, and accepts only real answers. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { arrayHeader, encodeFrame, type Frame, FrameError, FrameReader } from '../../grader/sandbox/frames.ts';
import { decodeReply } from '../../grader/sandbox/replies.ts';
import { type ArrayData, float32, int32 } from '../../lib/tensor/array.ts';
import { damages } from './damage.ts';
import { converse } from './fake_process.ts';
import type { Target } from './target.ts';

const caps = { headerBytes: 1024, payloadBytes: 4096 };

export const frameTargets: Target[] = [
  {
    name: 'frames of any bytes',
    share: 0.1,
    property: (onCase) =>
      fc.property(fc.oneof(smallFrame, fc.uint8Array({ maxLength: 300 })), cuts, (bytes, cuts) => {
        onCase();
        checkRead(bytes, cuts);
      }),
  },
  {
    name: 'damaged replies',
    share: 0.15,
    property: (onCase) =>
      fc.property(
        fc.array(reply, { maxLength: 4 }),
        damages(['{"kind"', '"shape":[']),
        cuts,
        (replies, damage, cuts) => {
          onCase();
          checkRead(damage(Buffer.concat(replies)), cuts);
        },
      ),
  },
  {
    name: 'headers of any form',
    share: 0.05,
    property: (onCase) =>
      fc.property(header, fc.uint8Array({ maxLength: 64 }), (header, payload) => {
        onCase();
        checkReply({ header, payload });
      }),
  },
  {
    name: 'requests to a lying process',
    share: 0.05,
    property: (onCase) =>
      fc.asyncProperty(
        fc.array(fc.oneof(reply, smallFrame, fc.uint8Array({ maxLength: 60 })), { maxLength: 6 }),
        async (said) => {
          onCase();
          const answer = await converse(said);
          // A reply without the ticket is not an answer.
          assert.equal(answer.kind, 'stopped');
        },
      ),
  },
];

const cuts = fc.array(fc.nat(), { maxLength: 12 });

const smallFrame = fc
  .tuple(fc.nat(200), fc.nat(200), fc.uint8Array({ maxLength: 500 }))
  .map(([header, payload, rest]) => {
    const prefix = Buffer.alloc(8);
    prefix.writeUInt32LE(header, 0);
    prefix.writeUInt32LE(payload, 4);
    return Buffer.concat([prefix, rest]);
  });

const array: fc.Arbitrary<ArrayData> = fc
  .tuple(fc.array(fc.nat(3), { maxLength: 3 }), fc.boolean())
  .map(([shape, isFloat]) => {
    const values = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i);
    return isFloat ? float32(shape, values) : int32(shape, values);
  });

const ticket = fc.oneof(fc.string({ maxLength: 40 }), fc.uuid());
const reply: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.tuple(ticket, fc.array(array, { maxLength: 3 })).map(([ticket, arrays]) => {
    const answers = arrays.map((one, i) => ({ name: `answer ${i}`, ...arrayHeader(one) }));
    return encodeFrame({ kind: 'answered', ticket, answers }, arrays);
  }),
  fc
    .record({ kind: fc.constantFrom('threw', 'notImplemented', 'notLoaded'), ticket, message: fc.string() })
    .map((header) => encodeFrame(header)),
  fc.record({ kind: fc.constantFrom('ready', 'loaded'), ticket }).map((header) => encodeFrame(header)),
);

const header: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      kind: fc.oneof(fc.constantFrom('answered', 'threw', 'ready', 'loaded', 'notLoaded', '__proto__'), fc.string()),
      ticket: fc.oneof(fc.string(), fc.jsonValue()),
      message: fc.oneof(fc.string(), fc.jsonValue()),
      answers: fc.array(
        fc.record({
          name: fc.oneof(fc.string(), fc.constantFrom('loss', '__proto__', 'constructor', 'toString')),
          dtype: fc.constantFrom('float32', 'int32', 'bool'),
          shape: fc.array(fc.oneof(fc.nat(4), fc.integer(), fc.double(), fc.constantFrom(2 ** 24, 2 ** 53)), {
            maxLength: 9,
          }),
        }),
        { maxLength: 34 },
      ),
    },
    { requiredKeys: [] },
  ),
);

/** However the bytes are split, the same frames are read up to the same position. */
function checkRead(bytes: Uint8Array, cuts: readonly number[]): void {
  const whole = read(bytes, []);
  assert.deepEqual(read(bytes, cuts), whole);
  for (const frame of whole.frames) checkReply(frame);
}

function read(bytes: Uint8Array, cuts: readonly number[]): { frames: Frame[]; refused: boolean } {
  const reader = new FrameReader(caps);
  const frames: Frame[] = [];
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let start = 0;
  try {
    for (const end of ends) {
      frames.push(...reader.push(bytes.subarray(start, end)));
      start = end;
    }
    return { frames, refused: false };
  } catch (error) {
    assert(error instanceof FrameError, `${error}`);
    return { frames: [], refused: true };
  }
}

function checkReply(frame: Frame): void {
  try {
    const reply = decodeReply(frame);
    if (reply.kind !== 'answered') return;
    for (const { shape, data } of Object.values(reply.answers)) {
      assert.equal(
        data.length,
        shape.reduce((a, b) => a * b, 1),
      );
      assert(data.buffer.byteLength === data.byteLength, 'an answer that shares its memory');
    }
    assert.equal(Object.getPrototypeOf(reply.answers), Object.prototype);
  } catch (error) {
    assert(error instanceof FrameError, `${error}`);
  }
}
