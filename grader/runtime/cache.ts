/** Where runtimes are kept: a folder of this user's alone, under the system's temporary folder. */
import { chmod, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { processIsAlive } from '../sandbox/proc.ts';

/**
 * Others may look in (a sandbox's user must), none but us may write: a stranger's runtime would be code that we run.
 * @throws Error where the folder is somebody else's
 */
export async function runtimeCache(): Promise<string> {
  const { uid } = userInfo();
  const folder = join(tmpdir(), `a3-runtime-${uid}`);
  const created = await mkdir(folder, { mode: 0o755, recursive: true });
  if (created) await chmod(folder, 0o755); // whatever the umask
  const found = await lstat(folder);
  const ours = found.isDirectory() && (uid < 0 || (found.uid === uid && (found.mode & 0o022) === 0));
  if (!ours) {
    throw new Error(
      `${folder} belongs to somebody else or others may write to it. Remove it, or set TMPDIR to a folder of yours.`,
    );
  }
  return folder;
}

/**
 * Removes what graders that are gone left behind in a folder: entries named `….{pid}` or `….{pid}-{number}`.
 * Sandboxes' modules and unfinished runtimes are named so.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(/\.(\d+)(?:-\d+)?$/.exec(name)?.[1]);
    if (pid && !processIsAlive(pid)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
