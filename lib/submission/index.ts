/** Which files belong to a submission, and its content hash. */
import { hashFiles } from '../hash.ts';

/** What an assignment's students submit. */
export interface SubmissionFormat {
  /** Part of the content hash, so that work for another assignment never has the same one. */
  readonly name: string;
  /** The zip's usual file name. */
  readonly archive: string;
  /**
   * Every file that is handed in, in the order in which a student meets them. Of a zip nothing else is ever read but what these
   * import of the student's own (own_files.ts).
   */
  readonly files: readonly string[];
  /** Of these modules a file may use only the names that its skeleton imports: they hold what students must write by hand. */
  readonly modulesByName: readonly string[];
}

/** Largest accepted source file in bytes; our longest has under 20 KiB. */
export const maxSourceBytes = 128 * 1024;

/** Of all source files together. */
export const maxSourcesBytes = 1024 * 1024;

/** A submission's files, the student's own among them: path (with `/`, relative to its root) → bytes. */
export type SubmissionFiles = ReadonlyMap<string, Uint8Array>;

/** SHA-256 (hex) over the format's name, the sorted paths and their bytes. A zip, a folder and an unpacked upload of the same work agree. */
export function contentHash(files: SubmissionFiles, { name }: Pick<SubmissionFormat, 'name'>): string {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return hashFiles(`${name} submission, version 1\n`, sorted);
}
