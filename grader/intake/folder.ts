/** Lists and reads a folder: an unpacked upload. Links are never followed. */
import { constants } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findings } from '../findings/index.ts';
import { type Entry, type Opened, type ReadResult, refused, tooLarge } from './entries.ts';
import { intakeLimits } from './limits.ts';

/** Folders with thousands of files and no submission. */
const unopenedFolders = ['node_modules', '.git'];

export async function openFolder(root: string): Promise<Opened> {
  const entries: Entry[] = [];
  const folders = [''];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const isTooDeep = folder.split('/').length > intakeLimits.maxFolderDepth;
    const children = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
      // The contents are the student's responsibility; the folder itself is the operator's.
      if (folder === '') throw error;
      return undefined;
    });
    if (!children)
      entries.push({ rawPath: folder, kind: 'unreadable', read: (max) => readRegularFile(join(root, folder), max) });
    for (const child of children ?? []) {
      if (entries.length === intakeLimits.maxEntries) {
        return refused(findings.tooManyFiles(intakeLimits.maxEntries));
      }
      const path = folder === '' ? child.name : `${folder}/${child.name}`;
      const isOpened = child.isDirectory() && !isTooDeep && !unopenedFolders.includes(child.name);
      if (isOpened) folders.push(path);
      entries.push({
        rawPath: path,
        kind: isOpened ? 'folder' : child.isFile() ? 'file' : child.isSymbolicLink() ? 'link' : 'other',
        read: (maxBytes) => readRegularFile(join(root, path), maxBytes),
      });
    }
  }
  return { ok: true, entries, notes: [] };
}

async function readRegularFile(path: string, maxBytes: number): Promise<ReadResult> {
  let file: FileHandle;
  try {
    // Do not follow links or block: the name may have become a link or a pipe since it was listed.
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return { ok: false, finding: (file) => findings.unopened({ file }, code) };
  }
  try {
    const buffer = Buffer.alloc(maxBytes + 1);
    let size = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, size, buffer.length - size, size);
      size += bytesRead;
      if (size > maxBytes) return tooLarge(maxBytes);
      if (bytesRead === 0) return { ok: true, bytes: buffer.subarray(0, size) };
    }
  } finally {
    await file.close();
  }
}
