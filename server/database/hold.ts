/** The embedded database is one process's at a time: PGlite itself would let two write to it. */
import { rmSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbandoned, ownedName, ownerId } from '../../grader/sandbox/owner.ts';
import { CourseError } from '../../lib/errors.ts';

const HOLD = '.held';

/**
 * Creates the folder, closed to others, and holds it until this process ends or {@link release} is called.
 *
 * @returns release
 * @throws CourseError if another process holds it; what a killed one left is removed
 */
export async function holdFolder(folder: string): Promise<() => void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = join(folder, ownedName(HOLD));
  // First held, then looked: of two that start at once none goes on.
  await writeFile(own, '');
  const release = () => rmSync(own, { force: true });
  process.once('exit', release);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${HOLD}.`) || name.includes(`.${ownerId}-`)) continue;
    if (!isAbandoned(join(folder, name))) {
      release();
      throw new CourseError(
        `Another process uses the database in ${folder}: a server, or a backup. End it first, or choose another folder (--data, A3_DATA).`,
      );
    }
    await rm(join(folder, name), { force: true });
  }
  return release;
}
