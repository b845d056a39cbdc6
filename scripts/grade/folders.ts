/** The folder of each submission's reports. */
import { createHash } from 'node:crypto';
import { identify } from '../../grader/cohort/identity.ts';
import { STAFF_FOLDER } from '../../grader/report/index.ts';
import { COHORT_FILES } from './cohort_files.ts';

/**
 * A folder name for each path: safe on every file system, and derived only from the path, so that neither the order nor further
 * submissions change it. Paths that would share a name are prefixed with their parent folders' names.
 */
export function folderNames(paths: readonly string[]): string[] {
  const depths = paths.map(() => 1);
  for (;;) {
    const names = paths.map((path, i) => nameOf(path, depths[i]!));
    const shared = names.map((name) => [...OURS, ...names].filter((other) => fold(other) === fold(name)).length > 1);
    if (!shared.includes(true)) return names;
    shared.forEach((isShared, i) => {
      if (isShared) depths[i]!++;
    });
  }
}

/** Reserved names in the output folder; compared without case. */
const OURS = [...COHORT_FILES, STAFF_FOLDER];

const fold = (name: string): string => name.toLowerCase();

/** @param depth how many of the path's components it contains; beyond the first, the path's hash */
function nameOf(path: string, depth: number): string {
  const parts = path.replace(/\.zip$/i, '').split(/[\\/]/);
  if (depth === 1) return safeName(identify(path).key);
  if (depth <= parts.length) return safeName(parts.slice(-depth).join('_'));
  return `${safeName(parts.at(-1)!).slice(0, 91)}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
}
/** Leaves room for suffixes: file names have 255 bytes at most. */
const MAX_BYTES = 100;

function safeName(name: string): string {
  const safe = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._ -]/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '');
  // Drops a character that is cut in two.
  const short = new TextDecoder().decode(Buffer.from(safe).subarray(0, MAX_BYTES)).replace(/\uFFFD$/, '');
  return short || 'submission';
}
