/** A whole cohort: finds what remains to be graded and grades it; an interruption costs only what was running. */
import { basename, join } from 'node:path';
import { sumPoints } from '../../harness/points.ts';
import type { Course } from '../course.ts';
import { grade, type Progress } from '../grade.ts';
import { receive } from '../intake/receive.ts';
import { Parser } from '../parser/parser.ts';
import type { Results } from '../report/results_schema.ts';
import type { Grading, IntakeResult } from '../types.ts';
import { type Change, compareResults } from './changes.ts';
import { isCurrent } from './current.ts';
import type { Entry } from './gather.ts';
import { refuseOverLimit, withPolicy } from './policy.ts';
import type { Regrade } from './regrade.ts';
import type { GradedSubmission } from './rows.ts';
import { lastAttempt, readPreviousResults, readResults } from './store.ts';

export interface CohortOptions {
  readonly out: string;
  /** Grade everything again, except what this regrade has already graded. */
  readonly regrade?: Regrade | undefined;
}

/** One submission of the cohort. */
export interface Work extends Entry {
  /** `done`: grading it again would give the same results. `set aside`: the grader has failed on it three times. */
  readonly state: 'done' | 'set aside' | 'new' | 'changed' | 'to be tried again' | 'regraded';
  /** Equal for equal work, which is graded once. Undefined if it cannot be read. */
  readonly content?: string | undefined;
}

/**
 * Compares every submission with what the output folder holds.
 * @throws CourseError if a submission does not exist
 */
export async function planCohort(entries: readonly Entry[], course: Course, options: CohortOptions): Promise<Work[]> {
  const work: Work[] = [];
  const parser = new Parser();
  try {
    for (const entry of entries) {
      parser.renewBudget();
      // What cannot be read here fails when it is graded, without stopping the others.
      const received = await receive(entry.path, course.assignment.submission, parser).catch(() => undefined);
      const state = await stateOf(entry, received, course, options);
      work.push({ ...entry, state, ...(received?.ok && { content: contentOf(received) }) });
    }
  } finally {
    parser.close();
  }
  return work;
}

/** What intake says of it belongs to it: a zip and a folder with the same files may differ in that. */
const contentOf = ({ submission, findings }: Extract<IntakeResult, { ok: true }>): string =>
  `${submission.hash} ${JSON.stringify(findings)}`;

async function stateOf(
  { name, policy }: Entry,
  received: IntakeResult | undefined,
  { receipt, limits, checks }: Course,
  { out, regrade }: CohortOptions,
): Promise<Work['state']> {
  const folder = join(out, name);
  const results = await readResults(folder);
  if (!results) return 'new';
  const last = await lastAttempt(folder);
  if (last === 'set aside' && !regrade) return 'set aside';
  if (results.extra_data.status === 'failed' || last !== 'ended') return 'to be tried again';
  if (!received) return 'to be tried again';
  if (!isCurrent(results, { received, receipt, policy, limits: { ...limits }, checks })) return 'changed';
  return regrade && !(await regrade.has(folder)) ? 'regraded' : 'done';
}

/** Grades one submission; for equal work, `graded` has the result. */
export async function gradeWork(
  { path, name, policy, content }: Work,
  course: Course,
  graded: Map<string, Promise<Grading>>,
  onProgress?: (progress: Progress) => void,
): Promise<Grading> {
  if (policy?.overLimit) return refuseOverLimit(name, sumPoints(course.checks.map(({ points }) => points)), policy);
  const equal = content === undefined ? undefined : graded.get(content);
  const running = equal ?? grade(path, course, onProgress);
  if (content !== undefined && !equal) graded.set(content, running);
  const grading = await running;
  // The grader's fault says nothing about the next one.
  if (content !== undefined && grading.status === 'failed') graded.delete(content);
  return withPolicy({ ...grading, name: basename(path) }, policy);
}

/** All stored results of the cohort. */
export async function readCohort(work: readonly Work[], out: string): Promise<GradedSubmission[]> {
  return Promise.all(
    work.map(async ({ path, name, metadata }) => ({
      path,
      name,
      metadata,
      results: await read(out, name),
      lastAttempt: await lastAttempt(join(out, name)),
    })),
  );
}

async function read(out: string, name: string): Promise<Results> {
  const results = await readResults(join(out, name));
  if (!results) throw new Error(`The results in ${join(out, name)} disappeared while the cohort was being graded.`);
  return results;
}

/** Submissions whose result changed, by name. If the grader failed, the earlier result stands and counts as unchanged. */
export async function changesOf(work: readonly Work[], out: string): Promise<Map<string, Change>> {
  const changes = new Map<string, Change>();
  for (const { name } of work) {
    if ((await lastAttempt(join(out, name))) !== 'ended') continue;
    const previous = await readPreviousResults(join(out, name));
    const change = previous && compareResults(previous, await read(out, name));
    if (change) changes.set(name, change);
  }
  return changes;
}
