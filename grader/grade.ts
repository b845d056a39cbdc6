/** Grades one submission: intake → rules → plan → bundle and sandbox → judge. Reports are made from what comes back. */
import { basename } from 'node:path';
import { sumPoints } from '../harness/points.ts';
import type { Course } from './course.ts';
import { findHints } from './hints.ts';
import { receive } from './intake/receive.ts';
import { record } from './judge/index.ts';
import { Parser } from './parser/parser.ts';
import { type ModulePlan, planModules } from './plan.ts';
import { checkRules } from './rules/index.ts';
import { type ModuleResult, notRun, runModule } from './run_module.ts';
import type { Finding, Grading, Submission } from './types.ts';

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/**
 * Whatever a submission holds or does, there is a grading. What goes wrong on the grader's side is one too: `failed`, with no
 * score, to be graded again.
 *
 * @param path a zip or a folder
 */
export async function grade(
  path: string,
  course: Course,
  onProgress: (progress: Progress) => void = () => {},
): Promise<Grading> {
  const startMs = performance.now();
  const name = basename(path);
  const maxScore = sumPoints(course.checks.map(({ points }) => points));
  const common = { name, checks: [], score: 0, maxScore, limits: { ...course.limits } };
  const durationMs = () => performance.now() - startMs;
  const parser = new Parser();
  try {
    const received = await receive(path, course.assignment.submission, parser);
    if (!received.ok) {
      return { ...common, status: 'refused', findings: received.findings, durationMs: durationMs() };
    }
    const graded = await gradeSubmission({ ...received.submission, parser }, received.findings, course, onProgress);
    return { ...common, ...graded, durationMs: durationMs() };
  } catch (error) {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...common, status: 'failed', findings: [], failure, durationMs: durationMs() };
  } finally {
    parser.close();
  }
}

async function gradeSubmission(
  submission: Submission,
  intakeFindings: readonly Finding[],
  course: Course,
  onProgress: (progress: Progress) => void,
): Promise<Partial<Grading> & Pick<Grading, 'status' | 'findings'>> {
  const receipt = { submission: submission.hash, ...course.receipt };
  const findings = [...intakeFindings, ...(await checkRules(submission, course.assignment))];
  const plans = planModules({
    assignment: course.assignment,
    checks: course.checks,
    secret: course.secret,
    submissionHash: submission.hash,
    facts: { numClasses: course.model.numClasses },
    feedbackInputs: ({ id }) => course.fixtures.of.get(id)?.inputs,
  });
  const results = await runModules(plans, submission, findings, course, onProgress);
  findings.push(...results.flatMap(({ finding }) => finding ?? []));
  const containment = results.find(({ containment }) => containment)?.containment;
  // "No check ran" is a failure, and is to look like one.
  if (!containment) return { status: 'refused', findings, receipt };

  const judged = results.flatMap(({ runs }) => runs);
  const hints = await findHints(judged, course);
  const checks = record(judged, hints);
  const score = sumPoints(checks.map(({ points }) => points));
  return { status: 'graded', findings, checks, score, containment, receipt };
}

async function runModules(
  plans: readonly ModulePlan[],
  submission: Submission,
  findings: readonly Finding[],
  course: Course,
  onProgress: (progress: Progress) => void,
): Promise<ModuleResult[]> {
  const blocked = new Map(
    findings.filter(({ severity }) => severity === 'file').map((finding) => [finding.file, finding]),
  );
  const runnable = { ...submission, files: new Map([...submission.files].filter(([file]) => !blocked.has(file))) };
  const total = plans.reduce((sum, { runs }) => sum + runs.length, 0);
  let done = 0;
  const onRun = () => onProgress({ done: ++done, total });
  const endMs = performance.now() + course.limits.submissionWallMs;
  return mapLimited(plans, longestFirst(plans), course.concurrency, (plan) => {
    const finding = blocked.get(plan.module);
    if (finding) return notRun(plan.runs, finding);
    const leftMs = Math.max(0, endMs - performance.now());
    const limits = { ...course.limits, jobWallMs: Math.min(course.limits.jobWallMs, leftMs) };
    return runModule(plan, runnable, { ...course, limits }, onRun);
  });
}

/**
 * Places of the plans: the files with most runs of those that run the network, then those that are done at once; so at the end no
 * core waits for a long one. Never by what other submissions took: the order may decide what runs out of time.
 */
function longestFirst(plans: readonly ModulePlan[]): number[] {
  const weights = plans.map(({ runs }) => (runs.some(({ check }) => check.usesModel) ? runs.length : 0));
  return [...plans.keys()].sort((a, b) => weights[b]! - weights[a]!);
}

/** Like `Promise.all(items.map(f))`, in this order, with at most `limit` at a time. */
async function mapLimited<T, R>(
  items: readonly T[],
  order: readonly number[],
  limit: number,
  f: (item: T) => R | Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const places = order.values();
  const worker = async () => {
    for (const i of places) results[i] = await f(items[i]!);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
