/** What a team's submissions amount to under the course's rules: computed from their times, so that a regrade agrees. */

import { policyOf } from '../grader/cohort/course_file.ts';
import { nothingKnown } from '../grader/cohort/metadata.ts';
import { applyRules, type PolicyRecord } from '../grader/cohort/policy.ts';
import type { Course } from './database/courses.ts';
import type { Membership } from './database/people.ts';
import type { ResultRow } from './database/results.ts';
import type { SubmissionRow } from './database/submissions.ts';

export interface Standing {
  readonly submission: SubmissionRow;
  readonly result: ResultRow | undefined;
  readonly timing: PolicyRecord['timing'];
  /** After the penalty for late work; undefined before it is graded. */
  readonly score: number | undefined;
  /** The same without hidden checks, for the student. */
  readonly visibleScore: number | undefined;
  /** Whether it is the one whose score counts. */
  readonly counts: boolean;
}

/** @param submissions the latest first */
export function standingsOf(
  course: Course,
  membership: Pick<Membership, 'due'>,
  submissions: readonly SubmissionRow[],
  results: ReadonlyMap<string, ResultRow>,
): Standing[] {
  const policy = policyOf(course.rules);
  const all = submissions.map((submission): Omit<Standing, 'counts'> => {
    const applied = applyRules(policy, {
      ...nothingKnown,
      submitted: submission.submitted_at.toISOString(),
      extended: membership.due?.toISOString(),
    });
    const result = results.get(submission.id);
    const share = applied?.timing === 'late' ? 1 - policy.latePenaltyPercent / 100 : 1;
    return {
      submission,
      result,
      timing: applied?.timing ?? 'unknown',
      score: result && roundedPoints(result.score * share),
      visibleScore: result && roundedPoints(result.visible_score * share),
    };
  });
  const counted = countedOf(all, course.rules.counts);
  return all.map((one) => ({ ...one, counts: one === counted }));
}

const roundedPoints = (points: number): number => Math.round(points * 100) / 100;

type Scored = Omit<Standing, 'counts'>;

/** Among those that are graded; `best` prefers the later of two equal ones. */
function countedOf(latestFirst: readonly Scored[], rule: Course['rules']['counts']): Scored | undefined {
  const graded = latestFirst.filter(({ score }) => score !== undefined);
  if (rule === 'first') return graded.at(-1);
  if (rule === 'last') return graded[0];
  return graded.reduce<Scored | undefined>((best, one) => (best && best.score! >= one.score! ? best : one), undefined);
}
