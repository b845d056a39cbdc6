/** One submission's results folder: the grader's only memory of what it has done. */
import { rmSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CourseError } from '../../lib/errors.ts';
import { makeFolder, unlessMissing } from '../../lib/files.ts';
import { writeReports, writeStaffReport } from '../report/index.ts';
import { toResults } from '../report/results_json.ts';
import { type Results, resultsSchema } from '../report/results_schema.ts';
import { isAbandoned, ownedName, ownerId } from '../sandbox/owner.ts';
import type { Grading } from '../types.ts';
import { addToHistory, isResult, readHistory, resultBefore } from './history.ts';

const RESULTS = 'results.json';
const UNFINISHED = '.unfinished';
const LOCK = '.grading';

/** Undefined if there are none that this version understands. */
export function readResults(folder: string): Promise<Results | undefined> {
  return readFileOf(join(folder, RESULTS));
}

/** The result before this one. */
export async function readPreviousResults(folder: string): Promise<Results | undefined> {
  const results = await readResults(folder);
  return results && resultBefore(await readHistory(folder), results);
}

/** After this many grader faults in a row a submission is set aside: it would fail forever, at the others' expense. */
const MAX_FAULTS = 3;

/**
 * The state after the grader's last attempt. If the grader failed, an earlier result still stands: `failed` is tried again,
 * `set aside` only on request.
 */
export async function lastAttempt(folder: string): Promise<'ended' | 'failed' | 'set aside'> {
  const history = await readHistory(folder);
  const faults = history.length - 1 - history.findLastIndex(({ results }) => isResult(results));
  if (faults === 0) return 'ended';
  return faults < MAX_FAULTS ? 'failed' : 'set aside';
}

/** When the results were written, by the file system's clock; 0 if there are none. */
export async function resultsTime(folder: string): Promise<number> {
  return (await unlessMissing(stat(join(folder, RESULTS))))?.mtimeMs ?? 0;
}

/**
 * Writes a grading's reports. A new folder appears whole or not at all; in an existing one, the old results stay until the new
 * ones replace them. Only a result replaces a result; the history keeps everything.
 *
 * @param why why it was graded
 */
export async function storeGrading(out: string, name: string, grading: Grading, why = 'new'): Promise<void> {
  const folder = join(out, name);
  const results = toResults(grading);
  const attempt = { why, ...(grading.failure && { failure: grading.failure }), results };
  if (isResult(results)) await writeStaffReport(out, name, grading);
  if (await unlessMissing(stat(join(folder, RESULTS)))) {
    const held = await readResults(folder);
    await keepInHistory(folder, held);
    if (isResult(results) || !held || !isResult(held)) await writeReports(folder, grading);
    await addToHistory(folder, attempt);
    return;
  }
  const unfinished = join(out, ownedName(UNFINISHED));
  await writeReports(unfinished, grading);
  await addToHistory(unfinished, attempt);
  await rm(folder, { recursive: true, force: true }); // no results in it: safe to replace
  await rename(unfinished, folder);
}

/**
 * Creates `out`, removes what killed graders left unfinished in it, and reserves it for this process.
 * @throws CourseError if another grader is using it: each would repeat the other's work
 */
export async function prepareOut(out: string): Promise<void> {
  await makeFolder(out);
  const lock = ownedName(LOCK);
  process.once('exit', () => rmSync(join(out, lock), { force: true }));
  // As large as a report gets: a full or nearly full disk is noticed before the first grading.
  await writeFile(join(out, lock), Buffer.alloc(2 ** 20), { flush: true }).catch((error: Error) => {
    throw Object.assign(error, { path: out });
  });
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

/** Results of an earlier version, or of a grader that was killed before it wrote its history. */
async function keepInHistory(folder: string, results: Results | undefined): Promise<void> {
  if (!results) return;
  const history = await readHistory(folder);
  if (history.some((attempt) => isDeepStrictEqual(attempt.results, results))) return;
  await addToHistory(folder, { why: 'found in the folder', results });
}

async function readFileOf(path: string): Promise<Results | undefined> {
  const text = await unlessMissing(readFile(path, 'utf8'));
  if (text === undefined) return undefined;
  try {
    return resultsSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // not JSON, so not ours: overwrite it
  }
}
