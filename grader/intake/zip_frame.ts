/**
 * Converts a zip to the strict form that yauzl reads. Common tools (Info-ZIP, 7-Zip, Python, Finder) accept more: bytes before
 * and after it, and extra fields that are padded or truncated. The last end record that leads to a directory counts.
 */

export interface Framed {
  readonly bytes: Buffer;
  /** How many bytes were around it. */
  readonly before: number;
  readonly behind: number;
}

const END = Buffer.from('PK\x05\x06', 'latin1');
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;

/** Undefined if no end record leads to a directory: then yauzl reports the problem. */
export function frame(file: Buffer): Framed | undefined {
  for (let at = file.lastIndexOf(END); at >= 0; at = at === 0 ? -1 : file.lastIndexOf(END, at - 1)) {
    if (at + END_BYTES > file.length) continue;
    const [size, offset] = [file.readUInt32LE(at + 12), file.readUInt32LE(at + 16)];
    // ZIP64: the real numbers are elsewhere, and no submission is that large.
    if (size === 0xffffffff || offset === 0xffffffff || file.readUInt16LE(at + 10) === 0xffff) return undefined;
    const before = at - size - offset;
    if (before < 0 || (size > 0 && file.readUInt32LE(at - size) !== ENTRY)) continue;
    const comment = Math.min(file.readUInt16LE(at + 20), file.length - at - END_BYTES);
    // A copy: the caller's bytes stay unchanged.
    const bytes = Buffer.from(file.subarray(before, at + END_BYTES));
    bytes.writeUInt16LE(0, bytes.length - 2); // without the comment, which is not needed
    tidyExtraFields(bytes, offset, offset + size);
    return { bytes, before, behind: file.length - at - END_BYTES - comment };
  }
  return undefined;
}

/** Replaces everything after the last complete extra field in the directory by zeros: empty fields. */
function tidyExtraFields(zip: Buffer, start: number, end: number): void {
  for (let at = start; at + ENTRY_BYTES <= end && zip.readUInt32LE(at) === ENTRY; ) {
    const nameBytes = zip.readUInt16LE(at + 28);
    const extraBytes = zip.readUInt16LE(at + 30);
    const extra = at + ENTRY_BYTES + nameBytes;
    const extraEnd = Math.min(extra + extraBytes, end);
    let field = extra;
    while (field + 4 <= extraEnd && field + 4 + zip.readUInt16LE(field + 2) <= extraEnd)
      field += 4 + zip.readUInt16LE(field + 2);
    zip.fill(0, Math.min(field, extraEnd), extraEnd);
    at = extra + extraBytes + zip.readUInt16LE(at + 32);
  }
}
