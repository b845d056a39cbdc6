/** Reads a student's own folder, to zip it. */
import { isUtf8 } from 'node:buffer';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { maxSourceBytes, maxSourcesBytes, type SubmissionFormat } from './index.ts';

export interface SubmissionFolder {
  /** Those of the assignment, and the student's own that they import. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly missing: readonly string[];
  /** Not regular, too large or not UTF-8: the grader would not read it either. */
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
}

export async function readSubmissionFolder(root: string, format: SubmissionFormat): Promise<SubmissionFolder> {
  const files = new Map<string, Uint8Array>();
  const missing: string[] = [];
  const unread: { file: string; reason: string }[] = [];
  let leftBytes = maxSourcesBytes;
  const read = async (file: string): Promise<Uint8Array | undefined> => {
    const source = await readSource(root, file, leftBytes);
    if (source instanceof Uint8Array) {
      leftBytes -= source.length;
      return source;
    }
    if (source !== undefined) unread.push({ file, reason: source });
    return undefined;
  };
  for (const file of format.files) {
    const bytes = await read(file);
    if (bytes) files.set(file, bytes);
    else if (unread.at(-1)?.file !== file) missing.push(file);
  }
  const { addOwnFiles } = await import('./own_files.ts'); // loads TypeScript
  await addOwnFiles(files, format, read);
  return { files, missing, unread };
}

/** @returns the bytes, a sentence that says why they are not read, or undefined if there is no such file */
async function readSource(root: string, file: string, leftBytes: number): Promise<Uint8Array | string | undefined> {
  const parts = file.split('/');
  for (const [i, name] of parts.entries()) {
    const folder = parts.slice(0, i).join('/');
    // By its listed name: some systems find "helpers.ts" where "Helpers.ts" is meant, and the server does not.
    if (!(await namesIn(join(root, folder))).includes(name)) return undefined;
    const path = parts.slice(0, i + 1).join('/');
    if (i < parts.length - 1 && (await kindOf(join(root, path))) === 'link')
      return `${path} is a symbolic link. Replace it with the folder itself, so that the zip contains your code.`;
  }
  const path = join(root, file);
  const kind = await kindOf(path);
  if (kind === 'nothing') return undefined;
  if (kind !== 'file') {
    const what = kind === 'link' ? 'a symbolic link' : 'not a file';
    return `${file} is ${what}. Replace it with the file itself, so that the zip contains your code.`;
  }
  const bytes = await readFile(path);
  if (bytes.length > maxSourceBytes) {
    return `${file} has ${Math.ceil(bytes.length / 1024)} KiB; at most ${maxSourceBytes / 1024} KiB are accepted. Remove data.`;
  }
  if (bytes.length > leftBytes)
    return `${file} makes it more than ${maxSourcesBytes / 1024} KiB of source code. Remove data.`;
  return isUtf8(bytes) ? bytes : `${file} is not UTF-8 text. Save it with that encoding in your editor.`;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).map((name) => name.normalize('NFC'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

async function kindOf(path: string): Promise<'file' | 'link' | 'other' | 'nothing'> {
  try {
    const stats = await lstat(path);
    return stats.isFile() ? 'file' : stats.isSymbolicLink() ? 'link' : 'other';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'nothing';
    throw error;
  }
}
