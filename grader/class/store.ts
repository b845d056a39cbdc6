/** The folder of one submission's results: the grader's only memory of what it has done. */
import { rmSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CourseError } from '../../lib/errors.ts';
import { writeReports } from '../report/index.ts';
import { type Results, resultsSchema } from '../report/results_schema.ts';
import { isAbandoned, ownedName, ownerId } from '../sandbox/owner.ts';
import type { Grading } from '../types.ts';

const RESULTS = 'results.json';
/** What `results.json` was before it was made anew. */
const PREVIOUS = 'previous_results.json';
const UNFINISHED = '.unfinished';
const LOCK = '.grading';

/** Nothing where there are none, or none that this version understands. */
export function readResults(folder: string): Promise<Results | undefined> {
  return readFileOf(join(folder, RESULTS));
}

export function readPreviousResults(folder: string): Promise<Results | undefined> {
  return readFileOf(join(folder, PREVIOUS));
}

/** When the results were made, by the clock of the file system; 0 where there are none. */
export async function resultsTime(folder: string): Promise<number> {
  return (await unlessMissing(stat(join(folder, RESULTS))))?.mtimeMs ?? 0;
}

/**
 * Writes the reports of a grading. A new folder appears whole or not at all; in one that is there already, the old results stay
 * until the new ones take their place, and are kept beside them.
 */
export async function storeGrading(out: string, name: string, grading: Grading): Promise<void> {
  const folder = join(out, name);
  if (await unlessMissing(stat(join(folder, RESULTS)))) {
    await copyFile(join(folder, RESULTS), join(folder, PREVIOUS));
    await writeReports(folder, grading);
    return;
  }
  const unfinished = join(out, ownedName(UNFINISHED));
  await writeReports(unfinished, grading);
  await rm(folder, { recursive: true, force: true }); // without results in it, it is nobody's
  await rename(unfinished, folder);
}

/**
 * Makes `out`, removes what graders that were killed left unfinished in it, and reserves it for this process.
 * @throws CourseError where another grader is at work in it: each would do the other's work again
 */
export async function prepareOut(out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const lock = ownedName(LOCK);
  await writeFile(join(out, lock), '');
  process.once('exit', () => rmSync(join(out, lock), { force: true }));
  const others = (await readdir(out)).filter((name) => name.startsWith(`${LOCK}.`) && !name.includes(`.${ownerId}-`));
  for (const name of others) {
    if (!isAbandoned(join(out, name)))
      throw new CourseError(`Another grader writes to ${out}. Wait until it has finished, or choose another --out.`);
    await rm(join(out, name), { force: true });
  }
  for (const entry of await readdir(out)) {
    if (!entry.startsWith(UNFINISHED)) continue;
    if (isAbandoned(join(out, entry))) await rm(join(out, entry), { recursive: true, force: true });
  }
}

async function readFileOf(path: string): Promise<Results | undefined> {
  const text = await unlessMissing(readFile(path, 'utf8'));
  if (text === undefined) return undefined;
  try {
    return resultsSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // not JSON: not ours, so it is made anew
  }
}

async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
