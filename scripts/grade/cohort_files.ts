/** The files about a whole cohort, beside its submissions' folders. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { assignment } from '../../assignment/assignment.ts';
import { needAttention } from '../../grader/cohort/attention.ts';
import type { Change } from '../../grader/cohort/changes.ts';
import { describePlan, type Plan } from '../../grader/cohort/describe_plan.ts';
import { gradesCsv } from '../../grader/cohort/grades.ts';
import { importFiles } from '../../grader/cohort/import_files.ts';
import { cohortPage } from '../../grader/cohort/page.ts';
import { classRows, type GradedSubmission, type Row } from '../../grader/cohort/rows.ts';
import { cohortStatistics } from '../../grader/cohort/statistics.ts';
import { changesCsv, functionsCsv } from '../../grader/cohort/tables.ts';
import { staffReport } from '../../grader/report/index.ts';
import { writeFileAtomically } from '../../lib/files.ts';

export const COHORT_FILES = [
  'grades.csv',
  'functions.csv',
  'changes.csv',
  'import_canvas.csv',
  'import_moodle.csv',
  'import_gradescope.csv',
  'index.html',
];

/** @returns the names of the files written; those of an earlier run that no longer apply are removed */
export async function writeCohortFiles(
  out: string,
  graded: readonly GradedSubmission[],
  plan: Plan,
  changes: ReadonlyMap<string, Change> | undefined,
): Promise<string[]> {
  const { roster, rules, inputs } = plan;
  const rows = classRows(graded, roster, rules);
  const statistics = cohortStatistics(rows);
  const page = cohortPage({
    assignment: assignment.submission.name,
    rows,
    statistics,
    attention: needAttention(rows, inputs.ignored, rules.groups),
    ignored: inputs.ignored,
    misconceptions: assignment.misconceptions,
    plan: describePlan(plan),
    reportOf: (row) => reportOf(out, row),
  });
  const tables = new Map([
    ['grades.csv', gradesCsv(rows)],
    ...(statistics.graded > 0 ? [['functions.csv', functionsCsv(statistics)] as const] : []),
    ...(changes && changes.size > 0 ? [['changes.csv', changesCsv(changes)] as const] : []),
    ...importFiles(rows, assignment.submission.name, roster),
  ]);
  // With a byte order mark; without it Excel assumes Windows-1252.
  for (const [name, table] of tables) await writeFileAtomically(join(out, name), `\uFEFF${table}`);
  await writeFileAtomically(join(out, 'index.html'), page);
  const written = [...tables.keys(), 'index.html'];
  // What a regrade changed stays until the next one.
  const stale = COHORT_FILES.filter((name) => !written.includes(name) && (changes || name !== 'changes.csv'));
  for (const name of stale) await rm(join(out, name), { force: true });
  return written;
}

function reportOf(out: string, { work }: Row): string | undefined {
  if (!work) return undefined;
  const path = staffReport(out, work.name);
  if (!existsSync(path)) return undefined;
  return relative(out, path).split(/[\\/]/).map(encodeURIComponent).join('/');
}
