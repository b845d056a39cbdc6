/** An honest submission has all its points, whichever tool has zipped it. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { submission } from '../../assignment/submission.ts';
import type { Course } from '../../grader/course.ts';
import { grade } from '../../grader/grade.ts';
import { contentHash } from '../../lib/submission/index.ts';
import { buildGolden, readGolden } from '../../scripts/golden/golden.ts';
import { withFolder } from '../../scripts/support/folders.ts';
import { toolZips } from '../../scripts/support/tool_zips.ts';
import { finished, openTestCourse } from '../support/grading.ts';

let course: Course;
beforeAll(async () => {
  const all = await openTestCourse();
  // Few checks: a submission of the same hash is the same one, and is graded alike.
  course = { ...all, checks: all.checks.filter(({ id }) => ['tvLoss.value', 'contentLoss.value'].includes(id)) };
}, 120_000);

describe('the reference, as it is zipped by', async () => {
  const files = await buildGolden(await readGolden('pass', 'reference'));
  const zips = Object.entries(toolZips(files));

  it.each(zips)('%s', { timeout: 180_000 }, async (_, zip) => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, 'work.zip'), zip);
      const grading = finished(await grade(join(folder, 'work.zip'), course));
      expect([grading.status, grading.score]).toEqual(['graded', grading.maxScore]);
      expect(grading.receipt?.submission).toBe(contentHash(files, submission));
      expect(grading.findings.filter(({ severity }) => severity !== 'warning')).toEqual([]);
    });
  });
});
