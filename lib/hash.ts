/** SHA-256, hex. */
import { createHash } from 'node:crypto';

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Hashes the paths and bytes of files, in order. Each path and each file is preceded by its length (64 bits, big-endian), so
 * that different sets of files never give the hash the same input.
 *
 * @param title what is hashed, so that different uses never collide
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
