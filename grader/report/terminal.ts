/** A grading as a colored table for course staff. */

import { formatError } from '../../harness/format.ts';
import { describeState, explainPassed, shortened } from '../../harness/report/sentences.ts';
import type { FunctionSummary } from '../../harness/report/summary.ts';
import { plainText, scored } from '../../harness/report/text.ts';
import { chalk } from '../../lib/color.ts';
import { tableLines } from '../../lib/table.ts';
import type { Grading } from '../types.ts';
import { describeFinding, describeStatus, furtherFindings } from './sentences.ts';
import { summarize } from './summary.ts';

const INDENT = '    ';

export function toTerminal(grading: Grading): string {
  const { name, status, score, maxScore, durationMs, containment, failure } = grading;
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  const title = chalk.bold(plainText(name));
  const notes = furtherFindings(grading).map((finding) => {
    const color = finding.severity === 'warning' ? chalk.yellow : chalk.red;
    return `  ${color(finding.severity === 'warning' ? 'note' : 'problem')} ${describeFinding(finding)}`;
  });
  if (status === 'failed') {
    return [`${title}: ${chalk.red('not graded, by a fault of the grader')} (${seconds})`, `  ${failure ?? ''}`].join(
      '\n',
    );
  }
  const line = `${title}: ${colorScore(score, maxScore)(scored(score, maxScore))} (${seconds})`;
  if (status === 'refused') return [line, `  ${describeStatus(grading)}`, ...notes].join('\n');
  const missing = containment?.missing ?? [];
  const contained = missing.length > 0 ? [`  ${chalk.yellow('not contained')} ${missing.join('; ')}`] : [];
  return [line, ...table(summarize(grading)), ...notes, ...contained].join('\n');
}

function table(functions: readonly FunctionSummary[]): string[] {
  const head = ['Function', 'Points', 'Checks', 'Max. rel. error'];
  const rows = functions.map(({ subject, points, maxPoints, passed, checks, worstError }) => [
    subject.name,
    `${points}/${maxPoints}`,
    `${passed}/${checks.length}`,
    worstError === undefined ? '–' : formatError(worstError),
  ]);
  const [title, ...lines] = tableLines([head, ...rows], ['left', 'right']);
  return [
    `  ${chalk.dim(title)}`,
    ...functions.flatMap((one, i) => [
      `  ${colorScore(one.points, one.maxPoints)(lines[i]!)}`,
      ...remarks(one).map((remark) => `${INDENT}${remark}`),
    ]),
  ];
}

/** The hints; without any, the checks' outcomes. */
function remarks(one: FunctionSummary): string[] {
  const { hints, sameFailure, passed, checks } = one;
  if (hints.length > 0) return hints.map((hint) => `${chalk.cyan('hint')} ${hint}`);
  if (passed === 0 && sameFailure) return [shortened(sameFailure)];
  const failures = checks.filter(({ state }) => state !== 'passed');
  return [
    ...failures.map((summary) => `${chalk.dim(summary.check.title)}: ${describeState(summary)}`),
    ...explainPassed(one),
  ];
}

function colorScore(points: number, maxPoints: number): (text: string) => string {
  if (points === maxPoints) return chalk.green;
  return points === 0 ? chalk.red : chalk.yellow;
}
