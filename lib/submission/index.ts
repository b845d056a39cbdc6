/** Which files belong to a submission, and the hash that names its content. */
import { createHash } from 'node:crypto';

/** Every file that is handed in, in the order in which a student meets them. Nothing else in a zip is ever read. */
export const submissionFiles: readonly string[] = [
  'visualizers/saliency_map.ts',
  'visualizers/gradcam.ts',
  'visualizers/fooling_image.ts',
  'visualizers/class_visualization.ts',
  'saliency_map.ts',
  'gradcam.ts',
  'fooling_image.ts',
  'class_visualization.ts',
  'style_modules/content_loss.ts',
  'style_modules/style_loss.ts',
  'style_modules/tv_loss.ts',
  'style_utils.ts',
  'style_transfer.ts',
];

/** Greatest size of one source file in bytes; the longest of ours has under 20 KiB. */
export const maxSourceBytes = 128 * 1024;

/** A submission's files: path (with `/`, relative to its root) → bytes. */
export type SubmissionFiles = ReadonlyMap<string, Uint8Array>;

/**
 * SHA-256 (hex) over the sorted allow-listed paths and their bytes; other entries do not count. A zip, a folder and an
 * unpacked upload of the same work agree. Each path and each file is preceded by its length (64 bits, big-endian), so that
 * two different sets of files never feed the same bytes to the hash.
 */
export function contentHash(files: SubmissionFiles): string {
  const hash = createHash('sha256').update('assignment 3 submission, version 1\n');
  for (const path of [...submissionFiles].sort()) {
    const bytes = files.get(path);
    if (!bytes) continue;
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
