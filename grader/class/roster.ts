/** Who is in the course, and whose submission is whose. */
import { basename } from 'node:path';
import { CourseError } from '../../lib/errors.ts';
import { parseCsv } from './csv.ts';

export interface Student {
  readonly name: string;
  readonly email: string;
  /** The submission's file or folder, with or without `.zip`; may be empty where submissions carry their metadata. */
  readonly file: string;
}

const COLUMNS = ['file', 'email', 'name'] as const;

/**
 * A table with a header; of its columns, `file`, `email` and `name` count, in any order.
 * @param name of the file, for errors
 * @throws CourseError where neither `file` nor `email` is there, or two students have the same
 */
export function readRoster(text: string, name: string): Student[] {
  const [header = [], ...rows] = parseCsv(text, name);
  const titles = header.map((title) => title.trim().toLowerCase());
  if (!titles.includes('file') && !titles.includes('email')) {
    throw new CourseError(
      `${name} has the columns ${titles.join(', ') || '(none)'}; expected "file" or "email" to find a student's work, and optionally "name".`,
    );
  }
  const read = (row: string[], column: (typeof COLUMNS)[number]) => row[titles.indexOf(column)]?.trim() ?? '';
  const students = rows.map((row) => ({ name: read(row, 'name'), email: read(row, 'email'), file: read(row, 'file') }));
  for (const key of ['file', 'email'] as const) {
    const values = students.map((student) => fold(student[key])).filter((value) => value !== '');
    const twice = values.find((value, i) => values.indexOf(value) !== i);
    if (twice !== undefined) throw new CourseError(`${name} has two students with the ${key} "${twice}".`);
  }
  return students;
}

/** By the file's name, else by the addresses of those who handed it in. */
export function isBy({ file, email }: Student, path: string, emails: readonly string[]): boolean {
  if (file !== '' && fold(file) === fold(basename(path))) return true;
  return email !== '' && emails.some((one) => one.toLowerCase() === email.toLowerCase());
}

const fold = (name: string): string =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/\.zip$/, '');
