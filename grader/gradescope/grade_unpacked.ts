/**
 * Grades one submission in Gradescope's layout: `submission/` is already unpacked, and Gradescope reads `results/results.json`.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Assignment } from '../../harness/assignment.ts';
import { sumPoints } from '../../harness/points.ts';
import { projectRoot } from '../../lib/root.ts';
import { type CourseRules, withPoints } from '../cohort/course_file.ts';
import { nothingKnown, readMetadata, type SubmissionMetadata } from '../cohort/metadata.ts';
import { applyRules, type Policy, refuseOverLimit, withPolicy } from '../cohort/policy.ts';
import { type Course, openCourse } from '../course.ts';
import { grade } from '../grade.ts';
import { writeReports } from '../report/index.ts';
import { toTerminal } from '../report/terminal.ts';
import type { Grading } from '../types.ts';
import { containerMemoryBytes, fitInto } from './resources.ts';

/** What `npm run gradescope` writes of course.json and its options into {@link RULES_FILE} of the zip. */
export interface Rules {
  readonly policy: Policy;
  readonly points: CourseRules['points'];
}

export const RULES_FILE = 'gradescope/rules.json';

/**
 * What it prints is for course staff: results.json hides it from students.
 *
 * @param root Gradescope's `/autograder`
 * @returns the exit code: 2 if the grader did not finish. There may be no results.json then.
 */
export async function gradeUnpacked(
  root: string,
  assignment: Assignment,
  memoryBytes = containerMemoryBytes(),
): Promise<number> {
  const fit = fitInto(memoryBytes);
  if (!fit.fits) {
    console.error(fit.why);
    return 2;
  }
  const { concurrency, limits } = fit.resources;
  const MiB = 2 ** 20;
  console.log(
    `Memory ${Math.floor(memoryBytes / MiB)} MiB: ${concurrency} at a time, ${(limits.memoryBytes ?? 0) / MiB} MiB each.`,
  );
  const { policy, points }: Rules = JSON.parse(await readFile(join(projectRoot, RULES_FILE), 'utf8'));
  const checks = withPoints(assignment.checks, points);
  const course = await openCourse({ assignment, checks, limits, concurrency });
  console.log(`Network: ${course.receipt.modelDescription}`);
  const grading = await gradeByRules(join(root, 'submission'), course, policy);
  await writeReports(join(root, 'results'), grading);
  console.log(toTerminal(grading));
  return grading.status === 'failed' ? 2 : 0;
}

async function gradeByRules(folder: string, course: Course, policy: Policy): Promise<Grading> {
  const rules = applyRules(policy, await metadataOf(folder));
  if (rules?.overLimit) {
    const maxScore = sumPoints(course.checks.map(({ points }) => points));
    return refuseOverLimit('submission', maxScore, rules);
  }
  return withPolicy(await grade(await submissionIn(folder), course), rules);
}

/** Gradescope may change its metadata format, and marks late work itself: no work stays ungraded because of that. */
async function metadataOf(folder: string): Promise<SubmissionMetadata> {
  try {
    return (await readMetadata(folder, true)) ?? nothingKnown;
  } catch (error) {
    console.error(`Graded without knowing when it was submitted. ${(error as Error).message}`);
    return nothingKnown;
  }
}

/** Gradescope unpacks an uploaded zip. If a lone zip is still there, it came inside another or from a repository. */
async function submissionIn(folder: string): Promise<string> {
  const names = await readdir(folder);
  const [name = ''] = names;
  return names.length === 1 && /\.zip$/i.test(name) ? join(folder, name) : folder;
}
