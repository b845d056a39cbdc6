/** Checks one file, whatever it is. */
import { StudentError } from '../errors.ts';
import { readInputFile } from '../files.ts';
import { type CheckedReport, type CoursePictures, checkReport } from './check.ts';
import { reportFindings } from './findings.ts';
import type { ReportPlan } from './plan.ts';
import { readReport } from './read.ts';

/**
 * A file that is no report has one finding, no pages and no questions.
 * @throws CourseError if there is no such file, or the library for PDF is not installed
 */
export async function checkFile(path: string, plan: ReportPlan, course: CoursePictures): Promise<CheckedReport> {
  const bytes = Buffer.from(await readInputFile(path));
  try {
    return checkReport(await readReport(bytes), plan, course);
  } catch (error) {
    if (!(error instanceof StudentError)) throw error;
    return { pages: 0, questions: [], findings: [reportFindings.unreadable(error.message)] };
  }
}
