/** Whom course staff should look at, and why. */
import { basename } from 'node:path';
import { plainText } from '../../harness/report/text.ts';
import { problems } from './grades.ts';
import { identify } from './identity.ts';
import type { Inputs } from './inputs.ts';
import { matchStudents } from './match.ts';
import { nothingKnown } from './metadata.ts';
import type { Row } from './rows.ts';

export interface Attention {
  readonly row: Row;
  readonly reasons: readonly string[];
}

/** How a run ended that says more about the code than a wrong value does. */
const UNUSUAL = ['time limit', 'memory limit', 'output limit', 'exited', 'crashed', 'broken protocol'];

/** In the order of the rows. */
export function needAttention(
  rows: readonly Row[],
  ignored: Inputs['ignored'] = [],
  groups: readonly (readonly string[])[] = [],
): Attention[] {
  const students = rows.flatMap(({ student }) => student ?? []);
  const files = ignored.map(({ path }) => ({ path, identity: identify(path), metadata: nothingKnown }));
  const ignoredOf = matchStudents(students, files, groups);
  return rows
    .map((row) => {
      const other = row.student ? (ignoredOf.get(row.student) ?? []) : [];
      const reasons = row.work
        ? workReasons(row, rows)
        : missingReasons(
            row,
            other.map(({ path }) => basename(path)),
          );
      return { row, reasons };
    })
    .filter(({ reasons }) => reasons.length > 0);
}

function missingReasons({ notes }: Row, files: readonly string[]): string[] {
  const instead = files.length > 0 ? `: ${files.join(', ')} is no zip` : '';
  return [`no submission${instead}`, ...notes];
}

function workReasons(row: Row, rows: readonly Row[]): string[] {
  const work = row.work!;
  const { policy, findings, receipt } = work.results.extra_data;
  const ends = (work.results.tests ?? []).flatMap(({ extra_data }) => extra_data?.reason ?? []);
  const unusual = UNUSUAL.filter((reason) => ends.includes(reason));
  const files = findings.filter(({ severity }) => severity === 'file').flatMap(({ file }) => file ?? []);
  const equal = receipt ? equalTo(row, receipt.submission, rows) : [];
  return [
    ...problems(work).map(plainText),
    ...(files.length > 0 ? [`not run: ${[...new Set(files)].join(', ')}`] : []),
    ...(unusual.length > 0 ? [`ended by ${unusual.join(', ')}`] : []),
    ...(policy?.timing === 'late' ? ['late'] : []),
    ...(policy?.markedLate && policy.timing === 'unknown' ? ['marked late, by how much is unknown'] : []),
    ...(equal.length > 0 ? [`equal to the work of ${equal.join(', ')}`] : []),
    ...row.notes,
  ];
}

/** Other people's work with the same content; members of a group share theirs. */
function equalTo(row: Row, hash: string, rows: readonly Row[]): string[] {
  const own = rows.filter((other) => other.student !== undefined && other.student === row.student);
  const others = rows.filter(
    (other) =>
      other.work &&
      other.work.name !== row.work!.name &&
      !own.includes(other) &&
      hash === other.work.results.extra_data.receipt?.submission,
  );
  return [...new Set(others.map(nameOf))];
}

/** As shown to staff. */
export function nameOf({ student, work }: Row): string {
  const name = student?.name || work?.metadata.names.join(', ') || student?.email || work?.identity.person;
  return plainText(name || work?.identity.file || student?.file || 'unknown');
}
