/** A cohort's results on the terminal. */

import type { Change } from '../../grader/cohort/changes.ts';
import { isResult } from '../../grader/cohort/history.ts';
import { type GradedSubmission, maxScoreOf } from '../../grader/cohort/rows.ts';
import type { Grading } from '../../grader/types.ts';
import { plainText } from '../../harness/report/text.ts';
import { chalk } from '../../lib/color.ts';
import { tableLines } from '../../lib/table.ts';

type Status = Grading['status'];

const COLORS = { graded: chalk.green, refused: chalk.yellow, failed: chalk.red };
const WORDS: Record<Status, string> = {
  graded: 'graded',
  refused: 'not gradable',
  failed: "grader's fault: run again",
};
/** The grader failed when regrading this. */
const EARLIER = 'earlier result: run again';

export function summaryLine({ name, status, score, maxScore, durationMs }: Grading): string {
  const mark = status === 'failed' ? '–' : `${score} of ${maxScore}`;
  return `${plainText(name)}: ${COLORS[status](`${mark}, ${WORDS[status]}`)} (${(durationMs / 1000).toFixed(1)} s)`;
}

export function cohortTable(graded: readonly GradedSubmission[]): string {
  const rows = graded.map((one) => [
    one.name,
    one.results.score === undefined ? '–' : String(one.results.score),
    String(maxScoreOf(one.results) || ''),
    stateOf(one),
    one.results.extra_data.policy?.timing ?? '',
  ]);
  const lines = tableLines([['Submission', 'Points', 'of', 'Status', 'Submitted'], ...rows]);
  return [
    chalk.dim(lines[0]!),
    ...lines.slice(1).map((line, i) => COLORS[graded[i]!.results.extra_data.status](line)),
  ].join('\n');
}

function stateOf({ results, lastAttempt }: GradedSubmission): string {
  if (lastAttempt === 'set aside') return "grader's fault: set aside";
  return lastAttempt === 'failed' && isResult(results) ? EARLIER : WORDS[results.extra_data.status];
}

/** Changed results: points before and after, what differs between the two runs, and each check. */
export function changesTable(changes: ReadonlyMap<string, Change>): string {
  return [...changes]
    .map(([name, { before, after, causes, checks }]) => {
      const marks = `${before ?? '–'} → ${after ?? '–'}`;
      const why =
        causes.length > 0
          ? `changed: ${causes.join(', ')}`
          : 'nothing it depends on changed: it is random, or ran out of time on a busy machine';
      const rows = checks.map((check) => [`    ${check.check}`, check.before, '→', check.after]);
      return [`  ${chalk.bold(name)}: ${marks} points (${why})`, ...tableLines(rows)].join('\n');
    })
    .join('\n');
}
