/** An honest submission has all its points, whichever tool has zipped it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Course } from '../../grader/course.ts';
import { grade } from '../../grader/grade.ts';
import { buildGolden, readGolden } from '../../scripts/golden/golden.ts';
import { toolZips } from '../grader/intake/tool_zips.ts';
import { finished, openTestCourse, withFolder } from './grading.ts';

let course: Course;
beforeAll(async () => {
  const all = await openTestCourse();
  // The first check of every function that has one without the large network: intake is the same for all.
  const quick = all.checks.filter(({ usesModel }) => !usesModel);
  const first = new Map([...quick].reverse().map((check) => [check.subject, check]));
  course = { ...all, checks: quick.filter((check) => first.get(check.subject) === check) };
}, 120_000);

describe('the reference, as it is zipped by', async () => {
  const zips = Object.entries(toolZips(await buildGolden(await readGolden('pass', 'reference'))));

  it.each(zips)('%s', { timeout: 180_000 }, async (_, zip) => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, 'work.zip'), zip);
      const grading = finished(await grade(join(folder, 'work.zip'), course));
      expect([grading.status, grading.score]).toEqual(['graded', grading.maxScore]);
      expect(grading.findings.filter(({ severity }) => severity !== 'warning')).toEqual([]);
    });
  });
});
