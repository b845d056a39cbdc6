/** A cohort as tables beside grades.csv. */
import type { Change } from './changes.ts';
import { toCsv } from './csv.ts';
import type { CohortStatistics } from './statistics.ts';

/** `functions.csv`: how many students passed each function. */
export function functionsCsv({ functions, graded }: CohortStatistics): string {
  const header = [
    'function',
    'max_points',
    'mean_points',
    'students',
    'full',
    'partial',
    'none',
    'not_implemented',
    'pass_rate',
  ];
  const rows = functions.map(({ name, maxPoints, meanPoints, full, partial, none, notImplemented }) => [
    name,
    maxPoints,
    Number(meanPoints.toFixed(3)),
    graded,
    full,
    partial,
    none,
    notImplemented,
    Number((full / graded).toFixed(3)),
  ]);
  return toCsv([header, ...rows]);
}

/** `changes.csv`: what grading again changed, a row for each check that changed. */
export function changesCsv(changes: ReadonlyMap<string, Change>): string {
  const header = ['results', 'score_before', 'score_after', 'causes', 'check', 'check_before', 'check_after'];
  const rows = [...changes].flatMap(([name, { before, after, causes, checks }]) => {
    const start = [name, before, after, causes.join('; ')];
    if (checks.length === 0) return [[...start, '', '', '']];
    return checks.map((check) => [...start, check.check, check.before, check.after]);
  });
  return toCsv([header, ...rows]);
}
