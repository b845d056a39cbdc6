/** One job: a submission's zip in, its result out. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Course } from '../../grader/course.ts';
import { grade } from '../../grader/grade.ts';
import { toHtml } from '../../grader/report/html.ts';
import { toResults } from '../../grader/report/results_json.ts';
import type { Grading } from '../../grader/types.ts';
import { sumPoints } from '../../harness/points.ts';
import { sha256 } from '../../lib/hash.ts';
import type { NewResult } from '../database/results.ts';
import type { Job, Progress } from '../queue/jobs.ts';

export type GradedJob =
  | { readonly ok: true; readonly result: NewResult }
  | { readonly ok: false; readonly reason: string };

export async function gradeJob(job: Job, course: Course, onProgress: (progress: Progress) => void): Promise<GradedJob> {
  const folder = await mkdtemp(join(tmpdir(), 'a3-job-'));
  try {
    const path = join(folder, course.assignment.submission.archive);
    await writeFile(path, job.zip);
    const grading = await grade(path, course, onProgress);
    return grading.status === 'failed'
      ? { ok: false, reason: grading.failure ?? 'The grader failed and gave no reason.' }
      : { ok: true, result: resultOf(grading, job, course) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function resultOf(grading: Grading, job: Job, course: Course): NewResult {
  // What cannot be read has no receipt of its own.
  const receipt = grading.receipt ?? { ...course.receipt, submission: sha256(job.zip) };
  const results = toResults(grading);
  const visible = (results.tests ?? []).filter(({ visibility }) => visibility === 'visible');
  return {
    receiptHash: sha256(Buffer.from(JSON.stringify(receipt))),
    status: grading.status === 'refused' ? 'refused' : 'graded',
    score: grading.score,
    maxScore: grading.maxScore,
    visibleScore: sumPoints(visible.map(({ score = 0 }) => score)),
    visibleMaxScore: sumPoints(visible.map(({ max_score = 0 }) => max_score)),
    results,
    report: toHtml(grading),
    staffReport: toHtml(grading, 'staff'),
    seconds: grading.durationMs / 1000,
  };
}
