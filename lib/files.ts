/** Reads files with errors that name them; writes them whole or not at all. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { CourseError } from './errors.ts';
import { systemReason } from './system_errors.ts';

/** @throws CourseError naming the file that could not be read, and why */
export async function readInputFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const isFolder = (error as NodeJS.ErrnoException).code === 'EISDIR';
    const reason = isFolder ? 'it is a folder' : systemReason(error);
    throw new CourseError(`${path} could not be read: ${reason}. Check the path.`, { cause: error });
  }
}

/**
 * Creates it with its parents. On a read-only disk, Node's recursive mkdir may report ENOENT: creating one level gives the real
 * reason.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    if (dirname(path) !== path) await makeFolder(dirname(path));
    await mkdir(path);
  }
}

/**
 * Writes beside `path`, then renames: a reader never sees half a file, even if interrupted. Creates missing folders. `mode`
 * applies from the first byte on.
 */
export async function writeFileAtomically(path: string, content: Uint8Array | string, mode = 0o666): Promise<void> {
  await makeFolder(dirname(path));
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, content, { flush: true, mode });
    await rename(temporary, path);
  } catch (error) {
    // Name the target, not the temporary file; a full disk names none.
    throw Object.assign(error as NodeJS.ErrnoException, { path, dest: undefined });
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * @returns the files below `folder`, which lies in `root`: sorted paths relative to `root`, with `/`; none if the folder does
 * not exist
 */
export async function filesBelow(root: string, folder = ''): Promise<string[]> {
  const options = { recursive: true, withFileTypes: true } as const;
  const entries = await readdir(join(root, folder), options).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)).replaceAll('\\', '/'))
    .sort();
}

/** Undefined if the file or folder does not exist. */
export async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
