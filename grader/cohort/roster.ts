/** Who is in the course, and whose submission is whose. */
import { CourseError } from '../../lib/errors.ts';
import { parseCsv } from './csv.ts';
import type { Identity } from './identity.ts';

export interface Student {
  readonly name: string;
  readonly email: string;
  /** The submission's file or folder, with or without `.zip`; may be empty if submissions carry their metadata. */
  readonly file: string;
  /** The student's number in the learning system, as its exports have it; may be empty. */
  readonly id: string;
}

/** Each column with the names learning systems give it. */
const COLUMNS = {
  file: ['file'],
  email: ['email', 'e-mail', 'email address'],
  name: ['name', 'full name', 'student', 'student name'],
  id: ['id', 'identifier'],
} as const;

const KEYS = ['file', 'email', 'id'] as const;

/**
 * A table with a header; the columns `file`, `email`, `id` and `name` are used, in any order.
 * @param name the file's name, for errors
 * @throws CourseError if no column identifies a submission's author, or two students share one
 */
export function readRoster(text: string, name: string): Student[] {
  const [header = [], ...rows] = parseCsv(text, name);
  const titles = header.map((title) => title.trim().toLowerCase());
  const indexOf = (column: keyof typeof COLUMNS) =>
    titles.findIndex((title) => (COLUMNS[column] as readonly string[]).includes(title));
  if (KEYS.every((key) => indexOf(key) < 0)) {
    throw new CourseError(
      `${name} has the columns ${titles.join(', ') || '(none)'}; expected "file", "email" or "id" to find a student's work, and optionally "name".`,
    );
  }
  const read = (row: string[], column: keyof typeof COLUMNS) => row[indexOf(column)]?.trim() ?? '';
  const students = rows.map((row) => ({
    name: read(row, 'name'),
    email: read(row, 'email'),
    file: read(row, 'file'),
    // Moodle's worksheets write `Participant 123456`.
    id: read(row, 'id').replace(/^\D+ (?=\d+$)/, ''),
  }));
  for (const key of KEYS) {
    const values = students.map((student) => fold(student[key])).filter((value) => value !== '');
    const twice = values.find((value, i) => values.indexOf(value) !== i);
    if (twice !== undefined) throw new CourseError(`${name} has two students with the ${key} "${twice}".`);
  }
  return students;
}

/** By the file's name, by the learning system's number, else by the submitters' email addresses. */
export function isBy({ file, email, id }: Student, identity: Identity, emails: readonly string[]): boolean {
  if (file !== '' && identity.labels.some((label) => fold(label) === fold(file))) return true;
  if (id !== '' && id === identity.id) return true;
  return email !== '' && emails.some((one) => one.toLowerCase() === email.toLowerCase());
}

const fold = (name: string): string =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/\.zip$/, '');
