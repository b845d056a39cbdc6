/** Grades one submission: intake → rules → plan → stages (bundle, sandbox, judge). Reports are made from the result. */
import { basename } from 'node:path';
import { sumPoints } from '../harness/points.ts';
import { explain } from '../lib/errors.ts';
import type { Course } from './course.ts';
import { findHints } from './hints.ts';
import { receive } from './intake/receive.ts';
import { record } from './judge/index.ts';
import { Parser } from './parser/parser.ts';
import { planModules } from './plan.ts';
import { checkRules } from './rules/index.ts';
import { type Progress, runInStages } from './stages/index.ts';
import type { Finding, Grading, Submission } from './types.ts';

export type { Progress } from './stages/index.ts';

/**
 * Returns a grading whatever a submission holds or does. A fault of the grader gives one too: `failed`, without a score, to be
 * graded again.
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
    return { ...common, status: 'failed', findings: [], failure: explain(error), durationMs: durationMs() };
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
  const blocked = new Map<string, Finding>();
  for (const finding of findings) if (finding.severity === 'file' && finding.file) blocked.set(finding.file, finding);
  const { runs, stages, containment, ...ran } = await runInStages(plans, submission, blocked, course, onProgress);
  findings.push(...ran.findings);
  // "No check ran" is a failure, and must look like one.
  if (!containment) return { status: 'refused', findings, receipt };

  const checks = record(runs, await findHints(runs, course));
  const score = sumPoints(checks.map(({ points }) => points));
  return { status: 'graded', findings, checks, score, containment, receipt: { ...receipt, stages } };
}
