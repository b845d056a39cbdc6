/** What came of the attacks, as a table. */
import { threats } from '../golden/golden.ts';
import type { Attack } from './attack.ts';
import type { Trial } from './trial.ts';

export interface Tried {
  readonly attack: Attack;
  readonly trial: Trial;
  readonly surprise: string | undefined;
}

const COLUMNS = ['tried', 'gained anything', 'harmed anything', 'ended in another way'] as const;

export function renderTable(tried: readonly Tried[]): string {
  const rows = threats.map((threat) =>
    row(
      threat,
      tried.filter(({ attack }) => attack.threat === threat),
    ),
  );
  const width = Math.max(...threats.map(({ length }) => length));
  const line = (name: string, cells: readonly (string | number)[]) =>
    [name.padEnd(width), ...cells.map((cell, i) => String(cell).padStart(COLUMNS[i]!.length))].join('   ');
  return [line('', COLUMNS), ...rows.map(([name, cells]) => line(name, cells)), line(...row('all', tried))].join('\n');
}

function row(name: string, tried: readonly Tried[]): [string, number[]] {
  const gained = tried.filter(({ trial }) => trial.gained.length > 0).length;
  const harmed = tried.filter(({ trial }) => trial.harmed.length > 0).length;
  return [name, [tried.length, gained, harmed, tried.filter(({ surprise }) => surprise !== undefined).length]];
}

/** Each that succeeded in something, or ended in another way than it is known to; nothing for the others. */
export function renderProblems(tried: readonly Tried[]): string[] {
  return tried.flatMap(({ attack: { id, cause }, trial: { gained, harmed }, surprise }) => {
    const lines = [
      ...gained.map((what) => `gained ${what}`),
      ...harmed.map((what) => `harmed: ${what}`),
      ...(surprise === undefined ? [] : [surprise]),
    ];
    return lines.length === 0 ? [] : [`${id} (${cause})\n${lines.map((line) => `  ${line}`).join('\n')}`];
  });
}
