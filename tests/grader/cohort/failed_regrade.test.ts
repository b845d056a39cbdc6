/** What staff read, and what holds, where grading a cohort again fails by the grader's fault: twice in a row, then no more. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, it, vi } from 'vitest';
import { assignment } from '../../../assignment/assignment.ts';
import { changesOf, planCohort, readCohort } from '../../../grader/cohort/cohort.ts';
import { gather } from '../../../grader/cohort/gather.ts';
import { gradesCsv } from '../../../grader/cohort/grades.ts';
import { readHistory } from '../../../grader/cohort/history.ts';
import { defaultPolicy } from '../../../grader/cohort/policy.ts';
import { classRows } from '../../../grader/cohort/rows.ts';
import { storeGrading } from '../../../grader/cohort/store.ts';
import type { Course } from '../../../grader/course.ts';
import { gradeEach } from '../../../scripts/grade/grade_all.ts';
import { changesTable, cohortTable } from '../../../scripts/grade/table.ts';
import { withFolder } from '../../../scripts/support/folders.ts';
import { gradedSample } from '../../support/sample_gradings.ts';

const grading = gradedSample();
const { submission: _, ...receipt } = grading.receipt!;

/** Fails at every submission that it has read. */
const failing = (fault: string) =>
  ({
    assignment,
    checks: [],
    limits: grading.limits,
    get receipt(): never {
      throw new Error(fault);
    },
  }) as unknown as Course;

it('keeps the score, says so every time, and tells the reason of each attempt', () =>
  withFolder(async (folder) => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const [path, out] = [join(folder, 'ada'), join(folder, 'out')];
    await mkdir(path);
    await writeFile(join(path, 'gradcam.ts'), 'export {};\n');
    // Two results, so that there is a change that an attempt without a result must not tell again.
    await storeGrading(out, 'ada', { ...grading, checks: [], score: 0 });
    await storeGrading(out, 'ada', grading, 'changed');

    const entries = await gather(new Map([[path, 'ada']]), { policy: defaultPolicy });
    const course = { assignment, limits: grading.limits, receipt, checks: [] } as unknown as Course;
    for (const fault of ['no memory left', 'no process left']) {
      const work = await planCohort(entries, course, { out });
      await gradeEach(work, failing(fault), { out, jobs: 1 });
      expect(stripVTControlCharacters(log.mock.lastCall![0])).toMatch(
        new RegExp(`^ada: not graded, by a fault of the grader[^]*${fault}[^]*reason in .*ada/history/`),
      );

      const graded = await readCohort(work, out);
      expect(cohortTable(graded)).toMatch(/ada +2 +6\.5 +earlier result: run again/);
      expect(gradesCsv(classRows(graded))).toMatch(
        /\r\nada,,,2,6\.5,graded,.*graded again without success, by the grader's fault/,
      );
      expect(await changesOf(work, out)).toEqual(new Map());
    }
    const next = await planCohort(entries, course, { out });
    expect(next[0]!.state).toBe('to be tried again');
    await storeGrading(out, 'ada', { ...grading, checks: [], score: 0 }, next[0]!.state);
    expect(changesTable(await changesOf(next, out))).toMatch(/ada.*: 2 → 0 points/);
    const reasons = (await readHistory(join(out, 'ada'))).map(
      ({ why, failure }) => `${why}: ${failure?.split('\n')[0]}`,
    );
    expect(reasons).toEqual([
      'new: undefined',
      'changed: undefined',
      'changed: Error: no memory left',
      'to be tried again: Error: no process left',
      'to be tried again: undefined',
    ]);
  }));
