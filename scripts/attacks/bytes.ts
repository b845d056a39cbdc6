/** Zips that no tool makes, byte by byte. */
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { makeZip, type ZipPart } from '../support/make_zip.ts';

const END = Buffer.from('PK\x05\x06', 'latin1');
const LOCAL_ENTRY = Buffer.from('PK\x03\x04', 'latin1');

/**
 * 1 GiB of blanks in a megabyte. Deflate blocks can be repeated after a full flush, so the gigabyte is never in memory here.
 */
export function bomb(name: string): ZipPart {
  const megabytes = 1024;
  const blanks = Buffer.alloc(2 ** 20, ' ');
  const block = deflateRawSync(blanks, { finishFlush: constants.Z_FULL_FLUSH });
  const content = Buffer.concat([...Array<Buffer>(megabytes).fill(block), deflateRawSync('')]);
  let claimedCrc = 0;
  for (let i = 0; i < megabytes; i++) claimedCrc = crc32(blanks, claimedCrc);
  return { name, content, stored: true, method: 8, claimedSize: megabytes * 2 ** 20, claimedCrc };
}

/** One directory entry points to another's data, as in Fifield's zip bomb (USENIX WOOT 2019). */
export function sharing(zip: Buffer, name: string, owner: string): Buffer {
  const changed = Buffer.from(zip);
  const [from, to] = [owner, name].map((entry) => zip.lastIndexOf(entry) - 46) as [number, number];
  zip.copy(changed, to + 16, from + 16, from + 28); // checksum and sizes
  zip.copy(changed, to + 42, from + 42, from + 46); // offset of the data
  return changed;
}

/** The local headers have other names than the directory: a streaming tool unpacks something else than we read. */
export function twoFaced(parts: readonly ZipPart[]): Buffer {
  const zip = makeZip(parts);
  for (let at = 0; at >= 0; at = zip.indexOf(LOCAL_ENTRY, at + 4)) zip.write('../etc/', at + 30, 'latin1');
  return zip;
}

/** The end of the directory, with one of its 16-bit or 32-bit fields changed. */
export function withEnd(zip: Buffer, field: 'entries' | 'directoryBytes' | 'directoryStart', value: number): Buffer {
  const changed = Buffer.from(zip);
  const at = changed.lastIndexOf(END);
  if (field === 'entries') {
    changed.writeUInt16LE(value, at + 8);
    changed.writeUInt16LE(value, at + 10);
  } else {
    changed.writeUInt32LE(value, at + (field === 'directoryBytes' ? 12 : 16));
  }
  return changed;
}

/** A comment at the end that is itself the end of another zip. */
export function withComment(zip: Buffer, comment: Buffer): Buffer {
  const changed = Buffer.concat([zip, comment]);
  changed.writeUInt16LE(comment.length, zip.length - 2);
  return changed;
}

/** A Zip64 archive that claims 2^63 entries (APPNOTE 4.3.14, 4.3.15). */
export function countless(zip: Buffer): Buffer {
  const endAt = zip.lastIndexOf(END);
  const [directoryBytes, directoryStart] = [zip.readUInt32LE(endAt + 12), zip.readUInt32LE(endAt + 16)];
  const end64 = Buffer.alloc(56);
  end64.write('PK\x06\x06', 'latin1');
  end64.writeBigUInt64LE(44n, 4);
  end64.writeBigUInt64LE(2n ** 63n - 1n, 24);
  end64.writeBigUInt64LE(2n ** 63n - 1n, 32);
  end64.writeBigUInt64LE(BigInt(directoryBytes), 40);
  end64.writeBigUInt64LE(BigInt(directoryStart), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(endAt), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.from(zip.subarray(endAt));
  end.fill(0xff, 8, 20);
  return Buffer.concat([zip.subarray(0, endAt), end64, locator, end]);
}
