/** Where runtimes are kept: a folder of this user's alone, under the system's temporary folder. */
import { chmod, lstat, mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAbandoned } from '../sandbox/owner.ts';

/**
 * Others may look in (a sandbox's user must), none but us may write: a stranger's runtime would be code that we run.
 * @throws Error where the folder is somebody else's
 */
export async function runtimeCache(): Promise<string> {
  const uid = process.getuid?.() ?? -1; // -1: Windows
  // Node's permission model goes by real paths; macOS has a link on the way to its temporary folder.
  const folder = join(await realpath(tmpdir()), `a3-runtime-${uid}`);
  const created = await mkdir(folder, { mode: 0o755, recursive: true });
  if (created) await chmod(folder, 0o755); // whatever the umask
  const found = await lstat(folder);
  const ours = found.isDirectory() && (uid === -1 || (found.uid === uid && (found.mode & 0o022) === 0));
  if (!ours) {
    throw new Error(
      `${folder} belongs to somebody else or others may write to it. Remove it, or set TMPDIR to a folder of yours.`,
    );
  }
  return folder;
}

/** Removes what graders that are gone left behind: unfinished runtimes, sandboxes' modules, users that they had reserved. */
export async function removeLeftovers(cache: string): Promise<void> {
  for (const folder of [cache, ...(await readdir(cache)).map((name) => join(cache, name))]) {
    const names = await readdir(folder).catch(() => []); // a file, or gone: another grader tidies up too
    for (const path of names.map((name) => join(folder, name)).filter(isAbandoned)) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

const MONTH_MS = 30 * 24 * 3_600_000;

/** Removes runtimes of other sources that nothing was run from for a month: every sandbox makes a folder in its runtime's. */
export async function removeUnused(cache: string): Promise<void> {
  const nowMs = Date.now();
  for (const name of (await readdir(cache)).filter((name) => /^[0-9a-f]{64}$/.test(name))) {
    const folder = join(cache, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: nowMs })); // gone: another grader tidies up too
    if (nowMs - mtimeMs > MONTH_MS) await rm(folder, { recursive: true, force: true });
  }
}
