/** Reads a student's own folder, to zip it. */
import { lstat, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudentError } from '../errors.ts';
import { maxSourceBytes, type SubmissionFormat } from './index.ts';

export interface SubmissionFolder {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly missing: readonly string[];
}

/** @throws StudentError for a file that is not regular, too large or not UTF-8: the grader would not read it either */
export async function readSubmissionFolder(
  root: string,
  { files: names }: SubmissionFormat,
): Promise<SubmissionFolder> {
  const files = new Map<string, Uint8Array>();
  const missing: string[] = [];
  for (const file of names) {
    const bytes = await readSource(root, file);
    if (bytes) files.set(file, bytes);
    else missing.push(file);
  }
  return { files, missing };
}

async function readSource(root: string, file: string): Promise<Uint8Array | undefined> {
  const folder = dirname(file);
  if (folder !== '.' && (await kindOf(join(root, folder))) === 'link') {
    throw new StudentError(
      `${folder} is a symbolic link. Put the folder itself there, so that the zip contains your code.`,
    );
  }
  const path = join(root, file);
  const kind = await kindOf(path);
  if (kind === 'nothing') return undefined;
  if (kind !== 'file') {
    const what = kind === 'link' ? 'a symbolic link' : 'not a file';
    throw new StudentError(`${file} is ${what}. Put the file itself there, so that the zip contains your code.`);
  }
  const bytes = await readFile(path);
  if (bytes.length > maxSourceBytes) {
    throw new StudentError(
      `${file} has ${Math.ceil(bytes.length / 1024)} KiB, at most ${maxSourceBytes / 1024} are accepted. Remove data.`,
    );
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new StudentError(`${file} is not text in UTF-8. Save it in that encoding (your editor offers it).`);
  }
  return bytes;
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
