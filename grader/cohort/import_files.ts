/** Marks in the form that each learning system imports. */
import { plainText } from '../../harness/report/text.ts';
import { toCsv } from './csv.ts';
import type { Roster } from './roster.ts';
import { maxScoreOf, type Row } from './rows.ts';

/** Only the students for whom a system has a number, address or row get one; without any there is no file. */
export function importFiles(rows: readonly Row[], assignment: string, roster?: Roster): Map<string, string> {
  const marks = rows.filter(({ counts, score }) => counts && score !== undefined);
  const tables = {
    'import_canvas.csv': canvas(marks, assignment, roster),
    'import_moodle.csv': moodle(marks, roster),
    'import_gradescope.csv': gradescope(marks),
  };
  return new Map(Object.entries(tables).flatMap(([name, table]) => (table.length > 1 ? [[name, toCsv(table)]] : [])));
}

type Table = (string | number | undefined)[][];

const idIn = (system: 'Canvas' | 'Moodle', { work }: Row): string | undefined =>
  work?.identity.system === system ? work.identity.id : undefined;

/** Canvas identifies a student by its own number, and the assignment by the title with its number in parentheses. */
const CANVAS = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section'];

function canvas(rows: readonly Row[], assignment: string, roster?: Roster): Table {
  const isGradebook = roster?.titles.includes('ID') && roster.titles.includes('Section');
  const column = (isGradebook && roster?.titles.find((title) => /\(\d+\)$/.test(title))) || assignment;
  const own = rows.flatMap((row) => {
    const cells = isGradebook ? row.student?.cells : undefined;
    const id = cells?.ID || idIn('Canvas', row);
    if (!id) return [];
    const name = cells?.Student ?? row.student?.name ?? row.work?.identity.person ?? '';
    return [[plainText(name), id, cells?.['SIS User ID'], cells?.['SIS Login ID'], cells?.Section, row.score]];
  });
  return [[...CANVAS, column], ...own];
}

/** The columns of Moodle's grading worksheet that its import reads. */
const MOODLE = ['Identifier', 'Full name', 'Email address', 'Grade', 'Maximum grade', 'Feedback comments'];

function moodle(rows: readonly Row[], roster?: Roster): Table {
  const isWorksheet = roster?.titles.includes('Identifier');
  const own = rows.flatMap((row) => {
    const cells = isWorksheet ? row.student?.cells : undefined;
    const number = idIn('Moodle', row);
    const id = cells?.Identifier || (number && `Participant ${number}`);
    if (!id) return [];
    const { student, work, score } = row;
    const feedback = row.override?.reason ?? '';
    const name = student?.name || work?.identity.person || '';
    const maxScore = work ? maxScoreOf(work.results) : undefined;
    return [[id, plainText(name), student?.email, score, maxScore, feedback]];
  });
  return [MOODLE, ...own];
}

/** Gradescope matches students by address, else by number. */
const GRADESCOPE = ['Name', 'SID', 'Email', 'Total Score', 'Max Points', 'Submission ID'];

function gradescope(rows: readonly Row[]): Table {
  const own = rows.flatMap(({ student, work, score }) => {
    if (work?.identity.system !== 'Gradescope') return [];
    const { names, emails, ids } = work.metadata;
    const people = student
      ? [student]
      : emails.map((email, i) => ({ name: names[i] ?? '', email, ids: [ids[i] ?? ''] }));
    return people.map(({ name, email, ids: [sid = ''] }) => [
      plainText(name),
      sid,
      email,
      score,
      maxScoreOf(work.results),
      work.identity.id,
    ]);
  });
  return [GRADESCOPE, ...own];
}
