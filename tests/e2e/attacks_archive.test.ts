/** Hostile archives through the whole grader: what is honest in them is graded, nothing else is ever written or read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Course } from '../../grader/course.ts';
import { toResults } from '../../grader/report/results_json.ts';
import { archiveAttacks } from '../../scripts/attacks/archives/index.ts';
import { tryAttack } from '../../scripts/attacks/attempt.ts';
import { honestResults, openAttackedCourse } from '../../scripts/attacks/course.ts';
import { Watch } from '../../scripts/attacks/traces.ts';

let course: Course;
let watch: Watch;
let honest: string;
beforeAll(async () => {
  course = await openAttackedCourse();
  watch = new Watch(course);
  await watch.start();
  honest = await honestResults(course);
}, 120_000);
afterAll(() => watch.stop());

describe('archives', async () => {
  const attacks = await archiveAttacks();

  it.each(attacks.map((attack) => [attack.id, attack] as const))('%s', { timeout: 180_000 }, async (_, attack) => {
    const { gained, harmed, grading } = await tryAttack(attack, course, watch);
    expect({ gained, harmed }).toEqual({ gained: [], harmed: [] });
    expect(await attack.surprise(grading)).toBeUndefined();
    if (grading.status === 'refused') {
      expect(toResults(grading).output).toMatch(/could not be graded, so it has 0 points\. \S/);
    }
  });

  it('leave a grader that grades as before', async () => {
    expect(await honestResults(course)).toBe(honest);
  });
});
