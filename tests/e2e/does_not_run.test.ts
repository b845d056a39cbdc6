/** Code that does not run scores 0 and says why: the first error, its file and line, and never a stack of the grader's. */
import { expect, it } from 'vitest';
import { toHtml } from '../../grader/report/html.ts';
import { formatResults, toResults } from '../../grader/report/results_json.ts';
import { readGolden } from '../../scripts/golden/golden.ts';
import { affected, finished, gradeGolden, openTestCourse } from '../support/grading.ts';

it.each([
  ['throws_at_import', 'I was only testing (style_modules/tv_loss.ts, line 3)'],
  ['throws_in_function', 'I only know two rows (style_modules/tv_loss.ts, line 15)'],
  ['syntax', 'style_modules/tv_loss.ts:'],
])('%s', { timeout: 120_000 }, async (id, place) => {
  const golden = await readGolden('error', id);
  const grading = finished(await gradeGolden(golden, affected(await openTestCourse(), golden)));
  expect(grading.score).toBe(0);
  for (const report of [formatResults(toResults(grading)), toHtml(grading)]) {
    expect(report).toContain(place);
    expect(report).not.toMatch(/\n\s*at |module\.mjs|\/runtime\//);
  }
});
