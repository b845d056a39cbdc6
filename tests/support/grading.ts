/** What the e2e tests of grading share: a course with a known secret, and golden submissions on disk. */
import { assignment } from '../../assignment/assignment.ts';
import { type Course, type CourseOptions, openCourse } from '../../grader/course.ts';
import { grade } from '../../grader/grade.ts';
import type { Grading } from '../../grader/types.ts';
import { buildGolden, changedFiles, type Golden } from '../../scripts/golden/golden.ts';
import { withFolder, writeFiles } from '../../scripts/support/folders.ts';

export const SECRET = '7d1c5b0e9a3f4862c4d07be95f218a6372e0b9d4516c8fa39b57e2d01c64f8a3';

export const openTestCourse = (options: Partial<CourseOptions> = {}): Promise<Course> =>
  openCourse({ assignment, secret: SECRET, ...options });

/** A course with the checks of the files that a golden submission changes: the others are the base's. */
export function affected(course: Course, golden: Golden): Course {
  const changed = changedFiles(golden);
  const checks = course.checks.filter(({ subject }) => changed.includes(subject.module));
  return { ...course, checks: checks.length > 0 ? checks : course.checks };
}

/** And a check of another file, which must not suffer. */
const CONTROL = 'contentLoss.value';
export function affectedAndControl(course: Course, golden: Golden): Course {
  const { checks } = affected(course, golden);
  return {
    ...course,
    checks: [...checks, ...course.checks.filter((check) => check.id === CONTROL && !checks.includes(check))],
  };
}

export const gradeGolden = (golden: Golden, course: Course): Promise<Grading> =>
  withFolder(async (folder) => {
    await writeFiles(folder, await buildGolden(golden));
    return grade(folder, course);
  });

/** @throws the grader's own fault */
export function finished(grading: Grading): Grading {
  if (grading.failure) throw new Error(grading.failure);
  return grading;
}
