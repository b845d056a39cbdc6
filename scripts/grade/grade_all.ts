/** Grades many submissions, writing each one's reports as soon as it is done. */
import { join, relative } from 'node:path';
import { gradeWork, type Work } from '../../grader/cohort/cohort.ts';
import { nothingKnown } from '../../grader/cohort/metadata.ts';
import { prepareOut, storeGrading } from '../../grader/cohort/store.ts';
import type { Course } from '../../grader/course.ts';
import { findings as findingTable } from '../../grader/findings/index.ts';
import { toTerminal } from '../../grader/report/terminal.ts';
import type { Grading } from '../../grader/types.ts';
import { folderNames } from './folders.ts';
import { GradingProgress } from './progress.ts';
import { summaryLine } from './table.ts';

export interface GradeAllOptions {
  readonly out: string;
  /** How many at a time. */
  readonly jobs: number;
}

/** Above this number each gets only one line: details are in its folder. */
const DETAILED = 5;

/** Grades everything. @returns a grading for each path, in the order of the paths */
export async function gradeAll(paths: readonly string[], course: Course, options: GradeAllOptions): Promise<Grading[]> {
  const names = folderNames(paths);
  const work = paths.map(
    (path, i): Work => ({ path, name: names[i]!, metadata: nothingKnown, policy: undefined, state: 'new' }),
  );
  await prepareOut(options.out);
  return gradeEach(work, course, options);
}

/** @param onGraded called after a submission's results are stored, with the number of those that have not begun */
export async function gradeEach(
  work: readonly Work[],
  course: Course,
  { out, jobs }: GradeAllOptions,
  onGraded: (waiting: number) => void = () => {},
): Promise<Grading[]> {
  const display = new GradingProgress(work.length);
  const gradings: Grading[] = [];
  const queue = work.entries();
  const graded = new Map<string, Promise<Grading>>();
  let begun = 0;
  const worker = async () => {
    for (const [i, one] of queue) {
      begun++;
      display.start(one.name);
      const grading = await gradeWork(one, course, graded, (progress) => display.update(one.name, progress));
      await storeGrading(out, one.name, grading, one.state);
      gradings[i] = grading;
      onGraded(work.length - begun);
      const folder = relative('', join(out, one.name));
      const where = grading.status === 'failed' ? `reason in ${folder}/history/` : `reports in ${folder}/`;
      const text = work.length > DETAILED ? summaryLine(grading) : `${toTerminal(grading)}\n  ${where}\n`;
      display.finish(one.name, text);
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs }, worker));
  } finally {
    display.stop();
  }
  return gradings;
}

/** 0: all graded; 1: one could not be, or one of its files does not parse; 2: the grader's own fault. The worst wins. */
export function exitCode(gradings: readonly Pick<Grading, 'status' | 'findings'>[]): number {
  return Math.max(
    0,
    ...gradings.map(({ status, findings }) => {
      if (status === 'failed') return 2;
      return status === 'refused' || findings.some(({ code }) => code === findingTable.doesNotParse.code) ? 1 : 0;
    }),
  );
}
