/** Options for the rules about time, the same for `npm run grade` and for what Gradescope runs. */
import { InvalidArgumentError, Option } from 'commander';
import { type CourseRules, policyOf, readCourseFile } from '../../grader/cohort/course_file.ts';
import { defaultPolicy, type Policy } from '../../grader/cohort/policy.ts';
import { positiveInteger } from '../../lib/command.ts';
import { projectRoot } from '../../lib/root.ts';

export interface PolicyOptions {
  readonly course?: string;
  readonly graceHours?: number;
  readonly latePenalty?: number;
  readonly maxSubmissionsPerDay?: number;
}

/** Without defaults: what is not given here may be in course.json. */
export const policyOptions = {
  course: new Option(
    '--course <file>',
    "the course's rules: due date, grace, penalty, points, extensions, groups, overrides (by default course.json in the project's folder, if there is one; docs/operating.md)",
  ),
  graceHours: new Option(
    '--grace-hours <hours>',
    `time after the due date without a penalty (${defaultPolicy.graceHours} if course.json has none)`,
  ).argParser(amount(10_000)),
  latePenalty: new Option(
    '--late-penalty <percent>',
    `percentage of points deducted for late work (${defaultPolicy.latePenaltyPercent} if course.json has none)`,
  ).argParser(amount(100)),
  maxSubmissionsPerDay: new Option(
    '--max-submissions-per-day <number>',
    'more submissions by a student on one day are not graded',
  ).argParser(positiveInteger),
} as const;

/** The course's file, and the policy with what the command line says instead. */
export async function readRules(
  options: PolicyOptions & { readonly due?: string },
): Promise<{ rules: CourseRules; policy: Policy }> {
  const { course, due, graceHours, latePenalty, maxSubmissionsPerDay } = options;
  const rules = await readCourseFile(course, projectRoot);
  const policy = policyOf(rules, { due, graceHours, latePenaltyPercent: latePenalty, maxSubmissionsPerDay });
  return { rules, policy };
}

function amount(largest: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() !== '' && number >= 0 && number <= largest) return number;
    throw new InvalidArgumentError(`Expected a number from 0 to ${largest}.`);
  };
}
