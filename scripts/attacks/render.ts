/** The outcomes of the attacks, as a table. */
import { tableLines } from '../../lib/table.ts';
import { threats } from '../golden/golden.ts';
import type { Attack } from './attack.ts';
import type { Attempt } from './attempt.ts';

export interface Tried {
  readonly attack: Attack;
  readonly attempt: Attempt;
  readonly surprise: string | undefined;
}

const COLUMNS = ['tried', 'gained anything', 'harmed anything', 'unexpected outcome'] as const;

export function renderTable(tried: readonly Tried[]): string {
  const rows = threats.map((threat) =>
    row(
      threat,
      tried.filter(({ attack }) => attack.threat === threat),
    ),
  );
  const all = [['', ...COLUMNS], ...rows, row('all', tried)];
  return tableLines(all, ['left', 'right']).join('\n');
}

function row(name: string, tried: readonly Tried[]): string[] {
  const gained = tried.filter(({ attempt }) => attempt.gained.length > 0).length;
  const harmed = tried.filter(({ attempt }) => attempt.harmed.length > 0).length;
  const surprises = tried.filter(({ surprise }) => surprise !== undefined).length;
  return [name, ...[tried.length, gained, harmed, surprises].map(String)];
}

/** Only attacks that gained or harmed something, or had an unexpected outcome. */
export function renderProblems(tried: readonly Tried[]): string[] {
  return tried.flatMap(({ attack: { id, cause }, attempt: { gained, harmed }, surprise }) => {
    const lines = [
      ...gained.map((what) => `gained ${what}`),
      ...harmed.map((what) => `harmed: ${what}`),
      ...(surprise === undefined ? [] : [surprise]),
    ];
    return lines.length === 0 ? [] : [`${id} (${cause})\n${lines.map((line) => `  ${line}`).join('\n')}`];
  });
}
