/** Whether a build is still intact: temporary-folder cleaners remove files, and a full disk truncates them. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unlessMissing } from '../../lib/files.ts';

/** Beside the runtime, where no sandbox can read. */
const SEAL = 'sha256';
/** The folders of a build; sandboxes' modules come and go beside them. */
const BUILT = ['runtime', 'dependencies', 'parser'];

export async function seal(folder: string): Promise<void> {
  await writeFile(join(folder, SEAL), await hashOf(folder), { flush: true });
}

export async function isIntact(folder: string): Promise<boolean> {
  try {
    return (await readFile(join(folder, SEAL), 'utf8')) === (await hashOf(folder));
  } catch {
    return false;
  }
}

async function hashOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const part of BUILT) {
    const found = readdir(join(folder, part), { recursive: true, withFileTypes: true });
    const entries = (await unlessMissing(found)) ?? [];
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    for (const file of files.sort()) {
      const bytes = await readFile(file);
      hash.update(`${file.slice(folder.length)}\n${bytes.byteLength}\n`).update(bytes);
    }
  }
  return hash.digest('hex');
}
