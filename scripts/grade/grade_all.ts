/** Grades many submissions: reports of each are written as soon as it is done. */
import { join, relative } from 'node:path';
import type { Course } from '../../grader/course.ts';
import { grade } from '../../grader/grade.ts';
import { toTerminal, writeReports } from '../../grader/report/index.ts';
import type { Grading } from '../../grader/types.ts';
import { folderNames } from './folders.ts';
import { progressDisplay } from './progress.ts';

export interface GradeAllOptions {
  readonly out: string;
  /** How many at a time. */
  readonly jobs: number;
}

/** @returns a grading for each path, in the order of the paths */
export async function gradeAll(
  paths: readonly string[],
  course: Course,
  { out, jobs }: GradeAllOptions,
): Promise<Grading[]> {
  const names = folderNames(paths);
  const display = progressDisplay(paths.length);
  const gradings: Grading[] = [];
  const queue = paths.entries();
  const worker = async () => {
    for (const [i, path] of queue) {
      const name = names[i]!;
      const folder = join(out, name);
      display.start(name);
      const grading = await grade(path, course, (progress) => display.update(name, progress));
      await writeReports(folder, grading);
      gradings[i] = grading;
      display.finish(name, `${toTerminal(grading)}\n  reports in ${relative('', folder)}/\n`);
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs }, worker));
  } finally {
    display.stop();
  }
  return gradings;
}

/** 0: all graded; 1: one could not be, or a file of it does not parse; 2: the grader's own fault. The worst wins. */
export function exitCode(gradings: readonly Grading[]): number {
  return Math.max(
    0,
    ...gradings.map(({ status, findings }) => {
      if (status === 'failed') return 2;
      return status === 'refused' || findings.some(({ code }) => code === 'rules.parse') ? 1 : 0;
    }),
  );
}
