/** Results for the terminal: what failed in each function and a hint, then the table of errors and points. */

import { chalk } from '#lib/color.ts';
import { tableLines } from '#lib/table.ts';
import { formatError, formatTolerance } from '../format.ts';
import { sumPoints } from '../points.ts';
import { bySubject, type CheckResult } from './session.ts';

export interface Remarks {
  /** Function name → hint on its failures. */
  readonly hints?: ReadonlyMap<string, string>;
  /** Function name → what could be better, although it is correct. */
  readonly advice?: ReadonlyMap<string, readonly string[]>;
  /** What the total is over, if these are a part: the other functions have been run before. */
  readonly all?: readonly CheckResult[];
}

export function renderResults(
  results: readonly CheckResult[],
  { hints = new Map(), advice = new Map(), all = results }: Remarks = {},
): string {
  const functions = [...bySubject(results).values()];
  const failed = functions.filter((own) => stateOf(own) === 'failed');
  const [next] = functions.filter((own) => stateOf(own) === 'not done');
  return [
    ...failed.map((own) => `${renderFailures(own, hints.get(subjectOf(own).name))}\n`),
    renderTable(functions, all),
    ...renderAdvice(advice),
    ...(next ? [`\nNext: ${detailOf(next[0]!)}`] : []),
  ].join('\n');
}

type FunctionResults = readonly CheckResult[];

const subjectOf = (own: FunctionResults) => own[0]!.check.subject;
const detailOf = ({ verdict }: CheckResult): string => (verdict.passed ? '' : verdict.detail);

function stateOf(own: FunctionResults): 'passed' | 'failed' | 'not done' {
  if (own.every(({ verdict }) => verdict.passed)) return 'passed';
  const isDone = ({ verdict }: CheckResult) => verdict.passed || verdict.reason !== 'not implemented';
  return own.some(isDone) ? 'failed' : 'not done';
}

function renderFailures(own: FunctionResults, hint: string | undefined): string {
  const { title, module } = subjectOf(own);
  // E.g. a file that cannot be loaded fails all checks with the same message.
  const titles = new Map<string, string[]>();
  for (const result of own) {
    const { check, verdict } = result;
    if (verdict.passed) continue;
    const what = `${chalk.red(verdict.reason)}: ${firstLines(verdict.detail)}`;
    titles.set(what, [...(titles.get(what) ?? []), check.title]);
  }
  const failures = [...titles].map(([what, checks]) =>
    checks.length === own.length ? `    ${what}` : `    ${what}\n        in: ${checks.join('; ')}`,
  );
  const help = hint === undefined ? [] : [`    ${chalk.yellow('Hint:')} ${hint}`];
  return [`${chalk.red('✗')} ${chalk.bold(title)} (${module})`, ...failures, ...help].join('\n');
}

function renderAdvice(advice: ReadonlyMap<string, readonly string[]>): string[] {
  if (advice.size === 0) return [];
  const lines = [...advice].flatMap(([name, messages]) => messages.map((message) => `  ${name}: ${message}`));
  return [`\n${chalk.cyan('Advice')} (correct as it is: no points depend on this)`, ...lines];
}

const MAX_DETAIL_LINES = 6;

function firstLines(text: string): string {
  const lines = text.trimEnd().split('\n');
  return [...lines.slice(0, MAX_DETAIL_LINES), ...(lines.length > MAX_DETAIL_LINES ? ['…'] : [])].join('\n        ');
}

const SIGNS = { passed: chalk.green('✓'), failed: chalk.red('✗'), 'not done': chalk.yellow('○') };

function renderTable(functions: readonly FunctionResults[], all: readonly CheckResult[]): string {
  const rows = functions.map((own) => ({
    own,
    state: stateOf(own),
    name: subjectOf(own).name,
    checks: `${own.filter(({ verdict }) => verdict.passed).length}/${own.length}`,
    points: sumPoints(own.map(({ points }) => points)),
    maximum: sumPoints(own.map(({ check }) => check.points)),
  }));
  const total = {
    points: sumPoints(all.map(({ points }) => points)),
    maximum: sumPoints(all.map(({ check }) => check.points)),
  };
  const cells = rows.map(({ own, state, name, checks, points, maximum }) => {
    const error = state === 'not done' ? 'not done yet' : describeError(own);
    return [name, checks, error, `${points} / ${maximum}`];
  });
  const [head, ...lines] = tableLines(
    [
      ['Function', 'checks', 'maximum error (tolerance)', 'points'],
      ...cells,
      ['Total', '', '', `${total.points} / ${total.maximum}`],
    ],
    ['left', 'right'],
  );
  return [
    chalk.bold(`  ${head}`),
    ...rows.map(({ state, points, maximum }, i) => `${SIGNS[state]} ${color(points, maximum)(lines[i]!)}`),
    chalk.bold(`  ${lines.at(-1)}`),
  ].join('\n');
}

/** The error that is largest relative to its tolerance; a failure without a number ranks before any number. */
function describeError(own: FunctionResults): string {
  for (const { verdict } of own) if (!verdict.passed && verdict.maxRelativeError === undefined) return verdict.reason;
  const excess = ({ check, verdict }: CheckResult): number => verdict.maxRelativeError! / check.tolerance;
  const { check, verdict } = own.reduce((a, b) => (excess(b) > excess(a) ? b : a));
  return `${formatError(verdict.maxRelativeError!)} (${formatTolerance(check.tolerance)})`;
}

function color(points: number, maximum: number) {
  if (points === maximum) return chalk.green;
  return points === 0 ? chalk.red : chalk.yellow;
}
