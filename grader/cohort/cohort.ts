/** A whole cohort: finds what remains to be graded and grades it; an interruption costs only what was running. */
import { dirname, join } from 'node:path';
import { sumPoints } from '../../harness/points.ts';
import type { Course } from '../course.ts';
import { grade, type Progress } from '../grade.ts';
import { receive } from '../intake/receive.ts';
import { Parser } from '../parser/parser.ts';
import type { PolicyRecord, Results } from '../report/results_schema.ts';
import type { Grading } from '../types.ts';
import { type Change, compareResults } from './changes.ts';
import { isCurrent } from './current.ts';
import type { GradedSubmission } from './grades.ts';
import { readMetadata, type SubmissionMetadata } from './metadata.ts';
import { applyRules, type Policy, refuseOverLimit, withPolicy } from './policy.ts';
import type { Regrade } from './regrade.ts';
import { lastAttempt, readPreviousResults, readResults, storeGrading } from './store.ts';

export interface CohortOptions {
  readonly out: string;
  readonly policy: Policy;
  /** For a single submission without metadata. */
  readonly submitted?: string | undefined;
  /** Grade everything again, except what this regrade has already graded. */
  readonly regrade?: Regrade | undefined;
}

/** One submission of the cohort. */
export interface Work {
  readonly path: string;
  /** The name of its results folder. */
  readonly name: string;
  readonly metadata: SubmissionMetadata;
  readonly policy: PolicyRecord | undefined;
  /** `done`: grading it again would give the same results. `set aside`: the grader has failed on it three times. */
  readonly state: 'done' | 'set aside' | 'new' | 'changed' | 'to be tried again' | 'regraded';
}

/**
 * Compares every submission with what the output folder holds.
 * @param named path → name of its results folder
 * @throws CourseError if metadata cannot be used, or a submission does not exist
 */
export async function planCohort(
  named: ReadonlyMap<string, string>,
  course: Course,
  options: CohortOptions,
): Promise<Work[]> {
  const folders = [...named.keys()].map((path) => dirname(path));
  const work: Work[] = [];
  const parser = new Parser();
  try {
    for (const [path, name] of named) {
      const isAlone = folders.filter((folder) => folder === dirname(path)).length === 1;
      const found = await readMetadata(path, isAlone);
      const metadata = { ...found, submitted: found.submitted ?? options.submitted };
      const policy = applyRules(options.policy, metadata);
      parser.renewBudget();
      work.push({ path, name, metadata, policy, state: await stateOf(path, name, policy, course, options, parser) });
    }
  } finally {
    parser.close();
  }
  return work;
}

async function stateOf(
  path: string,
  name: string,
  policy: PolicyRecord | undefined,
  { assignment, receipt, limits }: Course,
  { out, regrade }: CohortOptions,
  parser: Parser,
): Promise<Work['state']> {
  const folder = join(out, name);
  const results = await readResults(folder);
  if (!results) return 'new';
  const last = await lastAttempt(folder);
  if (last === 'set aside' && !regrade) return 'set aside';
  if (results.extra_data.status === 'failed' || last !== 'ended') return 'to be tried again';
  // What cannot be read here fails when it is graded, without stopping the others.
  const received = await receive(path, assignment.submission, parser).catch(() => undefined);
  if (!received) return 'to be tried again';
  if (!isCurrent(results, { received, receipt, policy, limits: { ...limits } })) return 'changed';
  return regrade && !(await regrade.has(folder)) ? 'regraded' : 'done';
}

/** Grades one submission and stores its results. */
export async function gradeWork(
  { path, name, policy, state }: Work,
  course: Course,
  out: string,
  onProgress?: (progress: Progress) => void,
): Promise<Grading> {
  const grading = policy?.overLimit
    ? refuseOverLimit(name, sumPoints(course.checks.map(({ points }) => points)), policy)
    : withPolicy(await grade(path, course, onProgress), policy);
  await storeGrading(out, name, grading, state);
  return grading;
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
