/** Where each submission's reports go. */
import { basename } from 'node:path';

/**
 * A folder's name for each path, from the file's own name: safe on every file system, and one for each path even where two files
 * share a name. The same paths give the same names, so grading again replaces the reports.
 */
export function folderNames(paths: readonly string[]): string[] {
  const taken = new Set(OURS);
  return paths.map((path) => {
    const base = safeName(basename(path).replace(/\.zip$/i, ''));
    let name = base;
    for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${base}-${i}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** Of the folder of all results; compared without case. */
const OURS = ['grades.csv'];
/** Room for what is put behind it: names of files have 255 bytes at most. */
const MAX_BYTES = 100;

function safeName(name: string): string {
  const safe = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._ -]/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '');
  // A character that is cut in two is left out.
  const short = new TextDecoder().decode(Buffer.from(safe).subarray(0, MAX_BYTES)).replace(/\uFFFD$/, '');
  return short || 'submission';
}
