/**
 * The pipe's frames: 4 bytes header length, 4 bytes payload length (little-endian), a JSON header, the payload. A payload holds
 * the arrays' values in sequence, 4 bytes each; the header describes them.
 *
 * Used on both sides; the reader treats every byte as untrusted.
 */
import type { ArrayData } from '../../lib/tensor/array.ts';

export interface FrameCaps {
  readonly headerBytes: number;
  readonly payloadBytes: number;
}

export interface Frame {
  readonly header: unknown;
  readonly payload: Uint8Array;
}

/** How a header describes an array. */
export interface ArrayHeader {
  readonly dtype: 'float32' | 'int32';
  readonly shape: readonly number[];
}

/** Invalid bytes, or a frame that may not be sent. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  constructor(
    message: string,
    /** Above the caps. */
    readonly tooLarge = false,
  ) {
    super(message);
  }
}

export const PREFIX_BYTES = 8;

/** The child truncates its messages to this length; a longer one is forged. */
export const MAX_MESSAGE_CHARS = 2000;

export function encodeFrame(header: unknown, arrays: readonly ArrayData[] = []): Uint8Array {
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const parts = arrays.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  const payloadBytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32LE(json.byteLength, 0);
  prefix.writeUInt32LE(payloadBytes, 4);
  return Buffer.concat([prefix, json, ...parts]);
}

export function arrayHeader({ dtype, shape }: ArrayData): ArrayHeader {
  return { dtype, shape };
}

export interface FrameLengths {
  readonly header: number;
  readonly payload: number;
}

/** @throws FrameError above the caps, before any of the frame is read */
export function readPrefix(prefix: Uint8Array, caps: FrameCaps): FrameLengths {
  const view = new DataView(prefix.buffer, prefix.byteOffset, PREFIX_BYTES);
  const lengths = { header: view.getUint32(0, true), payload: view.getUint32(4, true) };
  if (lengths.header > caps.headerBytes || lengths.payload > caps.payloadBytes) {
    throw new FrameError(
      `Got a frame of ${lengths.header} + ${lengths.payload} bytes; at most ${caps.headerBytes} + ${caps.payloadBytes} are allowed.`,
      true,
    );
  }
  return lengths;
}

/** @throws FrameError if the header is not JSON in UTF-8 */
export function readHeader(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new FrameError("A frame's header is not JSON.");
  }
}

/**
 * The arrays a payload holds, copied out of it.
 * @throws FrameError unless shapes and payload agree exactly in size
 */
export function readArrays(headers: readonly ArrayHeader[], payload: Uint8Array): ArrayData[] {
  const sizes = headers.map(({ shape }) => shape.reduce((product, n) => product * n, 1));
  const expected = sizes.reduce((sum, size) => sum + 4 * size, 0);
  if (expected !== payload.byteLength) {
    throw new FrameError(`The shapes of a frame need ${expected} bytes; got ${payload.byteLength}.`);
  }
  let offset = 0;
  return headers.map(({ dtype, shape }, i) => {
    const { buffer: bytes } = new Uint8Array(payload.subarray(offset, offset + 4 * sizes[i]!)); // copies, so it is aligned
    offset += 4 * sizes[i]!;
    return { dtype, shape, data: dtype === 'float32' ? new Float32Array(bytes) : new Int32Array(bytes) };
  });
}

/** Assembles frames from chunks of any size. Holds one frame at most, however small the chunks. */
export class FrameReader {
  private lengths: FrameLengths | undefined;
  private part = Buffer.allocUnsafe(PREFIX_BYTES);
  private filled = 0;

  constructor(private readonly caps: FrameCaps) {}

  /** @throws FrameError on the first byte that cannot be part of a frame; the reader cannot be used afterwards */
  push(chunk: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    let rest = chunk;
    do {
      const taken = rest.subarray(0, this.part.byteLength - this.filled);
      this.part.set(taken, this.filled);
      this.filled += taken.byteLength;
      rest = rest.subarray(taken.byteLength);
      if (this.filled < this.part.byteLength) break;
      const frame = this.finishPart();
      if (frame) frames.push(frame);
    } while (rest.byteLength > 0 || this.part.byteLength === 0);
    return frames;
  }

  private finishPart(): Frame | undefined {
    const part = this.part;
    this.filled = 0;
    if (!this.lengths) {
      this.lengths = readPrefix(part, this.caps);
      this.part = Buffer.allocUnsafe(this.lengths.header + this.lengths.payload);
      return undefined;
    }
    const { header } = this.lengths;
    this.lengths = undefined;
    this.part = Buffer.allocUnsafe(PREFIX_BYTES);
    return { header: readHeader(part.subarray(0, header)), payload: part.subarray(header) };
  }
}
