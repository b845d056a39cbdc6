/**
 * A regrade of everything. While it lasts, a marker file lies in the output folder: results older than the marker must still be
 * graded, so an interrupted regrade resumes where it stopped. Times are the file system's, not this machine's.
 */
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../lib/files.ts';
import { resultsTime } from './store.ts';

export interface Regrade {
  /** Whether an earlier command began it. */
  readonly resumed: boolean;
  has(folder: string): Promise<boolean>;
  end(): Promise<void>;
}

export async function openRegrade(out: string): Promise<Regrade> {
  const path = join(out, '.regrade');
  const timeOf = () =>
    stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
  const begun = await timeOf();
  if (begun === undefined) await writeFileAtomically(path, 'Everything in this folder is being graded again.\n');
  const startMs = begun ?? (await stat(path)).mtimeMs;
  return {
    resumed: begun !== undefined,
    has: async (folder) => (await resultsTime(folder)) > startMs,
    end: () => rm(path, { force: true }),
  };
}
