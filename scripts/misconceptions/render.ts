/** The scores as text. */

import { chalk } from '../../lib/color.ts';
import { tableLines } from '../../lib/table.ts';
import { type Failure, type FunctionScore, isAccepted, isCaught, type Scored, totals } from './score.ts';
import type { Told, Wrong } from './told.ts';

/** One line for each function, and the totals. */
export function renderTable(scores: readonly FunctionScore[]): string {
  const share = (part: number, all: number) => {
    const text = `${part}/${all}`;
    return part === all ? text : chalk.red(text);
  };
  const row = (name: string, of: readonly FunctionScore[], lost: string): string[] => {
    const { caught, wrong, accepted, right, named, related, nothing, untrue } = totals(of);
    const isTold = of.some(({ wrong }) => wrong.some(({ told }) => told));
    const rest = [named, related, nothing].map((count) => (isTold ? String(count) : '–'));
    rest.push(isTold && untrue > 0 ? chalk.red(String(untrue)) : isTold ? '0' : '–');
    return [name, share(caught, wrong), ...rest, share(accepted, right), lost];
  };
  const lines = tableLines(
    [
      [
        'Function',
        'wrong: caught',
        'named',
        'explained by a relation',
        'nothing said',
        'something untrue said',
        'right: accepted',
        'points lost',
      ],
      ...scores.map((score) => row(score.subject.name, [score], lostPoints(score))),
      row('All', scores, ''),
    ],
    ['left', 'right'],
  );
  return lines.map((line, i) => (i === 0 || i === lines.length - 1 ? chalk.bold(line) : line)).join('\n');
}

/** What went wrong: survivors, refused accepted variants, other functions that lost points. */
export function renderProblems(scores: readonly FunctionScore[]): string[] {
  const hit = (alsoHit: readonly string[]) => `points of ${alsoHit.join(', ')} are lost too`;
  return scores.flatMap(({ wrong, right }) => [
    ...wrong
      .filter((scored) => !isCaught(scored))
      .map(
        ({ variant, alsoHit, lost }) => `${variant.id} ${lost > 0 ? `is caught, but ${hit(alsoHit)}` : 'survives'}.`,
      ),
    ...right
      .filter((scored) => !isAccepted(scored))
      .map(({ variant, failures, alsoHit }) =>
        failures.length > 0
          ? `${variant.id} is right, but refused by ${failures.map(describe).join(', ')}.`
          : `${variant.id} is right, but ${hit(alsoHit)}.`,
      ),
  ]);
}

/** Every variant of one function: what caught it, with which error, and what its author sees. */
export function renderDetails({ subject, points, wrong, right }: FunctionScore): string {
  const lines = [chalk.bold(`${subject.name} (${subject.module}, ${points} points)`)];
  for (const { variant, failures, lost, told } of wrong) {
    const state = failures.length > 0 ? chalk.green('caught') : chalk.red('SURVIVES');
    lines.push('', `${state} ${chalk.bold(variant.id)}: ${variant.wrong}, ${lost} points lost`);
    lines.push(`    by ${failures.map(describe).join(', ')}`, ...toldLines(told));
  }
  lines.push('');
  for (const { variant, failures } of right) {
    const state = failures.length === 0 ? chalk.green('accepted') : chalk.red('REFUSED');
    lines.push(`${state} ${chalk.bold(variant.id)}: ${variant.how}`);
    if (failures.length > 0) lines.push(`    by ${failures.map(describe).join(', ')}`);
  }
  return lines.join('\n');
}

function toldLines(told: Told | undefined): string[] {
  if (!told) return [];
  if (told.kind === 'nothing') return ['    nothing said'];
  const as = told.as ? ` (as ${told.as})` : '';
  return [`    ${told.isTrue ? told.kind : chalk.red(`UNTRUE, ${told.kind}`)}${as}: ${told.text}`];
}

function describe({ check, verdict }: Failure): string {
  const { maxRelativeError, reason } = verdict;
  const how = maxRelativeError === undefined ? reason : `error ${maxRelativeError.toPrecision(2)}`;
  return `${check.id} (${how})`;
}

function lostPoints({ wrong, points }: FunctionScore): string {
  if (wrong.length === 0) return '';
  const lost = wrong.map(({ lost }: Scored<Wrong>) => lost);
  const [least, most] = [Math.min(...lost), Math.max(...lost)];
  return `${least === most ? least : `${least}–${most}`} of ${points}`;
}
