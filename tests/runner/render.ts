/** Results for the terminal: a line and the failures of each function, then the table of points. */
import chalk from 'chalk';
import type { Check } from '../checks/check.ts';
import type { Verdict } from '../checks/judge.ts';
import { sumPoints } from '../checks/points.ts';
import type { CheckResult } from './session.ts';

/** Shows on a terminal which check runs; says nothing elsewhere. */
export function progressLine(total: number): (check: Check, verdict: Verdict) => void {
  if (!process.stderr.isTTY) return () => {};
  let done = 0;
  return ({ subject }) => {
    done += 1;
    process.stderr.write(`\r\x1b[K${done === total ? '' : `${done}/${total} ${subject.title}`}`);
  };
}

export function renderResults(results: readonly CheckResult[]): string {
  const functions = groupBySubject(results);
  return [...[...functions.values()].map(renderFunction), '', renderTable(functions)].join('\n');
}

function groupBySubject(results: readonly CheckResult[]): Map<string, CheckResult[]> {
  const groups = new Map<string, CheckResult[]>();
  for (const result of results) {
    const { name } = result.check.subject;
    groups.set(name, [...(groups.get(name) ?? []), result]);
  }
  return groups;
}

function renderFunction(results: readonly CheckResult[]): string {
  const { subject } = results[0]!.check;
  if (results.every(({ verdict }) => !verdict.passed && verdict.reason === 'not implemented')) {
    const [{ verdict }] = results as [CheckResult];
    return `${chalk.yellow('○')} Test ${subject.title}: not done yet. ${verdict.passed ? '' : verdict.detail}`;
  }
  const passed = results.every(({ verdict }) => verdict.passed);
  const measured = results.filter(({ verdict }) => verdict.maxRelativeError !== undefined);
  const worst = measured.reduce((a, b) => (excess(b) > excess(a) ? b : a), measured[0]!);
  const error = worst
    ? `maximum relative error ${formatError(worst.verdict.maxRelativeError!)} (tolerance ${formatTolerance(worst.check.tolerance)})`
    : 'nothing could be compared';
  const line = `${passed ? chalk.green('✓') : chalk.red('✗')} Test ${subject.title}: ${error}`;
  return [line, ...results.filter(({ verdict }) => !verdict.passed).map(renderFailure)].join('\n');
}

const excess = ({ check, verdict }: CheckResult): number => (verdict.maxRelativeError ?? 0) / check.tolerance;

function renderFailure({ check, verdict }: CheckResult): string {
  if (verdict.passed) return '';
  return `    ${chalk.red(verdict.reason)}: ${check.title}. ${verdict.detail}`;
}

/** 0.0 where nothing is off, else two digits: 1.2e-7. A small error never reads as 0. */
export function formatError(error: number): string {
  if (error === 0) return '0.0';
  return error >= 0.01 && error < 1000 ? error.toPrecision(2) : error.toExponential(1);
}

export function formatTolerance(tolerance: number): string {
  return tolerance.toExponential().replace('e+', 'e');
}

function renderTable(functions: ReadonlyMap<string, readonly CheckResult[]>): string {
  const rows = [...functions].map(([name, results]) => ({
    name,
    checks: `${results.filter(({ verdict }) => verdict.passed).length}/${results.length}`,
    points: sumPoints(results.map(({ points }) => points)),
    maximum: sumPoints(results.map(({ check }) => check.points)),
  }));
  const width = Math.max(...rows.map(({ name }) => name.length), 'Function'.length);
  const line = (name: string, checks: string, points: string) =>
    `${name.padEnd(width)}  ${checks.padStart(6)}  ${points.padStart(13)}`;
  const total = {
    points: sumPoints(rows.map(({ points }) => points)),
    maximum: sumPoints(rows.map(({ maximum }) => maximum)),
  };
  return [
    chalk.bold(line('Function', 'checks', 'points')),
    ...rows.map(({ name, checks, points, maximum }) =>
      colour(points, maximum)(line(name, checks, `${points} / ${maximum}`)),
    ),
    chalk.bold(line('Total', '', `${total.points} / ${total.maximum}`)),
  ].join('\n');
}

function colour(points: number, maximum: number) {
  if (points === maximum) return chalk.green;
  return points === 0 ? chalk.red : chalk.yellow;
}
