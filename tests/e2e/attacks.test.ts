/** Hostile submissions through the whole grader: nothing gained, nobody else harmed, nothing learned, nothing left. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Course } from '../../grader/course.ts';
import { goldenAttacks, outcomeText } from '../../scripts/attacks/attack.ts';
import { tryAttack } from '../../scripts/attacks/attempt.ts';
import { honestResults, levelOf, openAttackedCourse } from '../../scripts/attacks/course.ts';
import { Watch } from '../../scripts/attacks/traces.ts';
import { goldenRoot } from '../../scripts/golden/golden.ts';

/** Of those that are over when a limit is reached, one for each limit; `npm run attacks` tries all. */
const SLOW_TO_TRY = ['endless_loop', 'memory'];

let course: Course;
let watch: Watch;
let honest: string;
let isIsolated: boolean;
beforeAll(async () => {
  course = await openAttackedCourse();
  watch = new Watch(course);
  await watch.start();
  honest = await honestResults(course);
  isIsolated = levelOf(honest) === 'bubblewrap';
}, 120_000);
afterAll(() => watch.stop());

describe('fixtures/submissions/attack', async () => {
  const attacks = (await goldenAttacks()).filter(({ id, slow }) => !slow || SLOW_TO_TRY.includes(id));

  it.each(attacks.map((attack) => [attack.id, attack] as const))('%s', { timeout: 180_000 }, async (id, attack) => {
    if (attack.isolatedOnly && !isIsolated) return;
    const { gained, harmed, grading } = await tryAttack(attack, course, watch);
    expect({ gained, harmed }).toEqual({ gained: [], harmed: [] });
    await expect(outcomeText(grading)).toMatchFileSnapshot(join(goldenRoot, 'attack', id, 'expected.json'));
  });

  it('leave a grader that grades as before', async () => {
    expect(await honestResults(course)).toBe(honest);
  });
});
