/** Every grading of one submission, in order, including those on which the grader failed. For staff, beside the results. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { unlessMissing, writeFileAtomically } from '../../lib/files.ts';
import { type Results, resultsSchema } from '../report/results_schema.ts';

const schema = z.strictObject({
  /** Why it was graded, e.g. `regraded`. */
  why: z.string(),
  /** Why there is no result. */
  failure: z.string().optional(),
  results: resultsSchema,
});

export type Attempt = z.infer<typeof schema>;

export const isResult = ({ extra_data }: Results): boolean => extra_data.status !== 'failed';

/** Oldest first, without entries of other versions. */
export async function readHistory(folder: string): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const name of await namesIn(folder)) {
    const attempt = schema.safeParse(parse(await readFile(join(folder, 'history', name), 'utf8'))).data;
    if (attempt) attempts.push(attempt);
  }
  return attempts;
}

export async function addToHistory(folder: string, attempt: Attempt): Promise<void> {
  await mkdir(join(folder, 'history'), { recursive: true });
  const last = Number.parseInt((await namesIn(folder)).at(-1) ?? '0', 10);
  const name = `${String(last + 1).padStart(6, '0')}.json`;
  await writeFileAtomically(join(folder, 'history', name), `${JSON.stringify(attempt, null, 2)}\n`);
}

/** The result before `current`. */
export function resultBefore(history: readonly Attempt[], current: Results): Results | undefined {
  const results = history.map((attempt) => attempt.results).filter(isResult);
  return results.findLast((result) => !isDeepStrictEqual(result, current));
}

async function namesIn(folder: string): Promise<string[]> {
  const names = (await unlessMissing(readdir(join(folder, 'history')))) ?? [];
  return names.filter((name) => /^\d+\.json$/.test(name)).sort();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
