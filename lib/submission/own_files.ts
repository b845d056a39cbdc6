/** Files of the student's own: what a file of the assignment imports relatively, and what that imports. They travel along. */
import ts from 'typescript';
import type { SubmissionFormat } from './index.ts';
import { meantBy } from './rules/resolve.ts';

/** Far above honest work. */
export const maxOwnFiles = 20;

/** Of the course, in its repository or in the handout; never a student's own, whatever lies there. */
const providedFolders = new Set(
  (
    'assets assignment docs embedded_model fixtures grader gradescope handout harness lib node_modules reference ' +
    'sample_figures scripts server skeleton tests visualization weights'
  ).split(' '),
);
const providedFiles = new Set(['collect_submission.ts']);

/** No blank at an end, no dot at the start, nothing that a system or a message could read as something else. */
const part = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_. -]*[\p{L}\p{N}_-])?$/u;
const MAX_PATH_CHARS = 200;
const MAX_PARTS = 5;

/** Two paths with the same folded form are one file on some file system (macOS, Windows). */
export const foldPath = (path: string): string => path.normalize('NFKC').toLowerCase();

/** Whether a student's own file may have this path. It replaces no file of the assignment, and none that is provided. */
export function isOwnPath(path: string, { files }: Pick<SubmissionFormat, 'files'>): boolean {
  if (path.length > MAX_PATH_CHARS || !/(?<!\.d)\.ts$/.test(path) || path !== path.normalize('NFC')) return false;
  const parts = path.split('/');
  if (parts.length > MAX_PARTS || !parts.every((one) => part.test(one))) return false;
  const folded = foldPath(path);
  if (providedFolders.has(foldPath(parts[0]!)) || providedFiles.has(folded)) return false;
  return !files.some((file) => foldPath(file) === folded);
}

/**
 * Adds what the files import of the student's own. Imports are found by scanning, which takes time in proportion to the text; what
 * the rules say of them comes later.
 *
 * @param files of the assignment: path → bytes
 * @param read a file's bytes, given a path for which {@link isOwnPath}; undefined if it is not there, or cannot be taken
 */
export async function addOwnFiles(
  files: Map<string, Uint8Array>,
  format: Pick<SubmissionFormat, 'files'>,
  read: (path: string) => Promise<Uint8Array | undefined>,
): Promise<void> {
  const looked = new Set<string>();
  let count = 0;
  for (const [importer, bytes] of files) {
    for (const specifier of importsOf(bytes)) {
      for (const path of meantBy(importer, specifier)) {
        if (files.has(path) || format.files.includes(path)) break;
        if (looked.has(path) || !isOwnPath(path, format) || count === maxOwnFiles) continue;
        looked.add(path);
        const own = await read(path);
        if (!own) continue;
        files.set(path, own); // the loop comes to it
        count += 1;
        break;
      }
    }
  }
}

function importsOf(bytes: Uint8Array): string[] {
  const { importedFiles } = ts.preProcessFile(new TextDecoder().decode(bytes), true, true);
  return importedFiles.map(({ fileName }) => fileName);
}
