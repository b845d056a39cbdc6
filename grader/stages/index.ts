/**
 * Runs all files of a submission, in two stages. Stage 1 has one process for many files: most are right, and what passes there
 * passes. What does not pass goes to stage 2, whose result counts: a fresh process for each file, with reference dependencies.
 * docs/threats.md explains why a submission cannot gain by it.
 */
import type { Assignment } from '../../harness/assignment.ts';
import type { Course } from '../course.ts';
import type { JudgedRun } from '../judge/index.ts';
import type { ModulePlan } from '../plan.ts';
import type { Containment, Finding, Submission } from '../types.ts';
import { notRun, runAlone } from './alone.ts';
import { expectedAnswers, type Judged } from './expected.ts';
import { settledFunctions } from './settled.ts';
import { runTogether } from './together.ts';

export interface StagesResult {
  /** In the order of the plans. */
  readonly runs: readonly JudgedRun[];
  /** Why files could not be run, except blocked ones. */
  readonly findings: readonly Finding[];
  /** Undefined if no file was run. */
  readonly containment: Containment | undefined;
  /** Function name → the stage whose result counts; without blocked files. */
  readonly stages: Readonly<Record<string, 1 | 2>>;
}

export interface Progress {
  readonly done: number;
  /** Grows when stage 2 repeats runs. */
  readonly total: number;
}

/** @param blocked file → why it must not be run */
export async function runInStages(
  plans: readonly ModulePlan[],
  submission: Submission,
  blocked: ReadonlyMap<string, Finding>,
  course: Course,
  onProgress: (progress: Progress) => void,
): Promise<StagesResult> {
  const runnable = { ...submission, files: new Map([...submission.files].filter(([file]) => !blocked.has(file))) };
  const open = plans.filter(({ module }) => !blocked.has(module));
  const groups = course.together ? groupsOf(open, course) : [];
  const expected = expectedAnswers(
    (course.together ? groups.flat() : open).flatMap(({ runs }) => runs),
    course,
  );
  let [done, total] = [0, countRuns(groups.flat())];
  const onRun = () => onProgress({ done: ++done, total });
  const endMs = performance.now() + course.limits.submissionWallMs;

  const inTime = (): Course => {
    const leftMs = Math.max(0, endMs - performance.now());
    return { ...course, limits: { ...course.limits, jobWallMs: Math.min(course.limits.jobWallMs, leftMs) } };
  };

  const first = await mapLimited(groups, course.concurrency, (group) =>
    runTogether(group, runnable, inTime(), expected, onRun),
  );
  const settled = settledFunctions(open, joined(first));
  const rest = open
    .map(({ module, runs }) => ({ module, runs: runs.filter(({ check }) => !settled.has(check.subject.name)) }))
    .filter(({ runs }) => runs.length > 0);
  total = done + countRuns(rest);
  const second = await mapLimited(longestFirst(rest), course.concurrency, (plan) =>
    runAlone(plan, runnable, inTime(), expected, onRun),
  );
  const notRunAtAll = plans.flatMap(({ module, runs }) => {
    const finding = blocked.get(module);
    return finding ? notRun(runs, finding) : [];
  });

  const judged = joined([...first, ...second, ...notRunAtAll]);
  const subjects = open.flatMap(({ runs }) => runs.map(({ check }) => check.subject));
  return {
    runs: plans.flatMap(({ runs }) => runs.map((run) => judged.get(run)!)),
    findings: second.flatMap(({ finding }) => finding ?? []),
    containment: [...second, ...first].find(({ containment }) => containment)?.containment,
    stages: Object.fromEntries(subjects.map(({ name }) => [name, settled.has(name) ? 1 : 2])),
  };
}

/** Later results replace earlier ones. */
const joined = (results: readonly { readonly runs: Judged }[]): Judged =>
  new Map(results.flatMap(({ runs }) => [...runs]));

const countRuns = (plans: readonly ModulePlan[]): number => plans.reduce((sum, { runs }) => sum + runs.length, 0);

/** Files that may use the library are not in one process with files that must do without it: they could pass it on. */
export function processesOf(modules: readonly string[], { librarySolutions }: Assignment): string[][] {
  const isLibrary = (module: string) => librarySolutions.includes(module);
  return [modules.filter(isLibrary), modules.filter((module) => !isLibrary(module))].filter(({ length }) => length > 0);
}

/** The shortest first, since its expected answers are known first. */
function groupsOf(plans: readonly ModulePlan[], { assignment }: Course): ModulePlan[][] {
  const modules = plans.map(({ module }) => module);
  return processesOf(modules, assignment)
    .map((group) => plans.filter(({ module }) => group.includes(module)))
    .sort((a, b) => countRuns(a) - countRuns(b));
}

/**
 * Files that run the network first, those with most runs leading, then the quick ones; so no core waits for a long one at the
 * end. Independent of other submissions' times: the order may decide what runs out of time.
 */
function longestFirst(plans: readonly ModulePlan[]): ModulePlan[] {
  const weight = ({ runs }: ModulePlan) => (runs.some(({ check }) => check.usesModel) ? runs.length : 0);
  return plans.toSorted((a, b) => weight(b) - weight(a));
}

/** Like `Promise.all(items.map(f))`, with at most `limit` at a time. */
async function mapLimited<T, R>(items: readonly T[], limit: number, f: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const entries = items.entries();
  const worker = async () => {
    for (const [i, item] of entries) results[i] = await f(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
