/** The course that attacks are graded in, and the proof that grading works the same after an attack. */

import { join } from 'node:path';
import { assignment } from '../../assignment/assignment.ts';
import { type Course, openCourse } from '../../grader/course.ts';
import { grade } from '../../grader/grade.ts';
import type { Limits } from '../../grader/limits.ts';
import { formatResults, toResults } from '../../grader/report/results_json.ts';
import { resultsSchema } from '../../grader/report/results_schema.ts';
import { buildGolden, readGolden } from '../golden/golden.ts';
import { withFolder, writeFiles } from '../support/folders.ts';
import { canaries } from './attempt.ts';
import { aimCheck, controlCheck } from './checks.ts';

/**
 * Small, for attacks that use up their limits; but large enough that a busy machine reaches the memory limit before the time
 * limit (with 4 s and 2 s of processor time, filling 512 MiB could end in either).
 */
const limits: Partial<Limits> = { checkWallMs: 12_000, checkCpuMs: 6_000, loadWallMs: 12_000, loadCpuMs: 6_000 };

export const openAttackedCourse = (): Promise<Course> =>
  openCourse({ assignment, secret: canaries['the course secret'], limits });

/** The results of an honest submission, as text without times: deterministic. */
export const honestResults = (course: Course): Promise<string> =>
  withFolder(async (folder) => {
    await writeFiles(join(folder, 'work'), await buildGolden(await readGolden('pass', 'reference')));
    const grading = await grade(join(folder, 'work'), { ...course, checks: [aimCheck, controlCheck] });
    return formatResults(toResults({ ...grading, durationMs: 0 }));
  });

/** How the submission with these results was contained. */
export const levelOf = (results: string): string | undefined =>
  resultsSchema.parse(JSON.parse(results)).extra_data.containment?.level;
