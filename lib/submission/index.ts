/** Which files belong to a submission, and the hash that names its content. */
import { hashFiles } from '../hash.ts';

/** What an assignment's students hand in. */
export interface SubmissionFormat {
  /** Part of the content's hash, so that work for another assignment never has the same one. */
  readonly name: string;
  /** The zip's usual file name. */
  readonly archive: string;
  /** Every file that is handed in, in the order in which a student meets them. Nothing else in a zip is ever read. */
  readonly files: readonly string[];
}

/** Greatest size of one source file in bytes; the longest of ours has under 20 KiB. */
export const maxSourceBytes = 128 * 1024;

/** A submission's files: path (with `/`, relative to its root) → bytes. */
export type SubmissionFiles = ReadonlyMap<string, Uint8Array>;

/**
 * SHA-256 (hex) over the format's name, the sorted allow-listed paths and their bytes; other entries do not count. A zip, a folder and an
 * unpacked upload of the same work agree.
 */
export function contentHash(files: SubmissionFiles, format: SubmissionFormat): string {
  const submitted = [...format.files].sort().flatMap((path) => {
    const bytes = files.get(path);
    return bytes ? [[path, bytes] as const] : [];
  });
  return hashFiles(`${format.name} submission, version 1\n`, submitted);
}
