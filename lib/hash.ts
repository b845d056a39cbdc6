/** SHA-256, hex. */
import { createHash } from 'node:crypto';

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Over the paths and the bytes of files, in their order. Each path and each file is preceded by its length (64 bits,
 * big-endian), so that two different sets of files never feed the same bytes to the hash.
 *
 * @param title what is hashed, so that two uses never agree
 */
export function hashFiles(title: string, files: Iterable<readonly [path: string, bytes: Uint8Array]>): string {
  const hash = createHash('sha256').update(title);
  for (const [path, bytes] of files) {
    const name = Buffer.from(path, 'utf8');
    hash.update(length(name)).update(name).update(length(bytes)).update(bytes);
  }
  return hash.digest('hex');
}

function length(bytes: Uint8Array): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(BigInt(bytes.length));
  return buffer;
}
