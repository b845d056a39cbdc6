/** The build cache: a folder owned by this user, under the system's temporary folder. */
import { chmod, lstat, mkdir, readdir, realpath, rename, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unlessMissing } from '../../lib/files.ts';
import { isAbandoned, ownedName } from '../sandbox/owner.ts';
import { isIntact, seal } from './seal.ts';

/**
 * A folder that depends only on its hash: built if it does not exist, and rebuilt if it was damaged. Safe to call from several
 * processes at once.
 *
 * @param what its name, to start a sentence with
 */
export async function keptFolder(
  hash: string,
  what: string,
  make: (unfinished: string) => Promise<void>,
): Promise<string> {
  const cache = await runtimeCache();
  const folder = join(cache, hash);
  if (await unlessMissing(stat(folder))) {
    const now = new Date();
    await utimes(folder, now, now); // it is in use
    if (await isIntact(folder)) return folder;
    console.error(`${what} in ${folder} was damaged; rebuilding it.`);
    await rename(folder, join(cache, ownedName('damaged')));
  }
  await removeUnused(cache);
  const unfinished = join(cache, ownedName(hash));
  await make(unfinished);
  await seal(unfinished);
  try {
    await rename(unfinished, folder);
  } catch (error) {
    // Another process was faster; its folder holds the same.
    await rm(unfinished, { recursive: true, force: true });
    if (!(await isIntact(folder))) throw error;
  }
  return folder;
}

/**
 * Others may read it (a sandbox's user must), but only we may write: otherwise we would run someone else's code.
 * @throws Error if the folder belongs to someone else
 */
async function runtimeCache(): Promise<string> {
  const uid = process.getuid?.() ?? -1; // -1: Windows
  // Node's permission model uses real paths; on macOS the temporary folder's path contains a symbolic link.
  const folder = join(await realpath(tmpdir()), `a3-runtime-${uid}`);
  const created = await mkdir(folder, { mode: 0o755, recursive: true });
  if (created) await chmod(folder, 0o755); // regardless of the umask
  const found = await lstat(folder);
  const ours = found.isDirectory() && (uid === -1 || (found.uid === uid && (found.mode & 0o022) === 0));
  if (!ours) {
    throw new Error(
      `${folder} belongs to someone else, or others may write to it. Remove it, or set TMPDIR to a folder you own.`,
    );
  }
  return folder;
}

/** Removes what graders that are gone left behind: unfinished runtimes, sandboxes' modules, reserved users. */
export async function removeLeftovers(cache: string): Promise<void> {
  for (const folder of [cache, ...(await readdir(cache)).map((name) => join(cache, name))]) {
    const names = await readdir(folder).catch(() => []); // a file, or gone: another grader is cleaning up too
    for (const path of names.map((name) => join(folder, name)).filter(isAbandoned)) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

const MONTH_MS = 30 * 24 * 3_600_000;

/** Removes builds of other sources that have not been used for a month. */
export async function removeUnused(cache: string): Promise<void> {
  const nowMs = Date.now();
  for (const name of (await readdir(cache)).filter((name) => /^[0-9a-f]{64}$/.test(name))) {
    const folder = join(cache, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: nowMs })); // gone: another grader is cleaning up too
    if (nowMs - mtimeMs > MONTH_MS) await rm(folder, { recursive: true, force: true });
  }
}
