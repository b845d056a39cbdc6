/**
 * Grades a cohort with few checks, as `npm run grade` does with all: a process for interrupted_cohort.test.ts to kill.
 * Arguments: the folder of results, then the submissions. Says `graded NAME` after each.
 */

import { checks } from '../../assignment/checks/index.ts';
import { planCohort } from '../../grader/cohort/cohort.ts';
import { gather } from '../../grader/cohort/gather.ts';
import { defaultPolicy } from '../../grader/cohort/policy.ts';
import { prepareOut } from '../../grader/cohort/store.ts';
import { folderNames } from '../../scripts/grade/folders.ts';
import { gradeEach } from '../../scripts/grade/grade_all.ts';
import { openTestCourse } from './grading.ts';

const [out, ...paths] = process.argv.slice(2) as [string, ...string[]];
const few = checks.filter(({ id }) => /^(gramMatrix|tvLoss)\.(value|gradient|property)/.test(id));
const course = await openTestCourse({ checks: few });
const names = folderNames(paths);
await prepareOut(out);
const named = new Map(paths.map((path, i) => [path, names[i]!]));
const work = await planCohort(await gather(named, { policy: defaultPolicy }), course, { out });
await gradeEach(
  work.filter(({ state }) => state !== 'done'),
  course,
  { out, jobs: 2 },
);
process.exit();
