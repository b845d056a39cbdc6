/** Who is in the course: a table made by hand, or exported by Canvas, Moodle, Gradescope, GitHub Classroom or Banner. */
import { CourseError } from '../../lib/errors.ts';
import { parseCsv } from './csv.ts';
import { foldName } from './policy.ts';

export interface Student {
  readonly name: string;
  readonly email: string;
  /** The submission's file or folder, with or without `.zip`; may be empty. */
  readonly file: string;
  /** The student's numbers and logins, as exports may have them. */
  readonly ids: readonly string[];
  /** When the work was submitted, as the table has it; may be empty. */
  readonly submitted: string;
  /** The whole row, by title. */
  readonly cells: Readonly<Record<string, string>>;
}

export interface Roster {
  readonly students: readonly Student[];
  readonly titles: readonly string[];
  /** Titles of columns that mean nothing here. */
  readonly unused: readonly string[];
}

/** Each column with the names that tables give it. */
const COLUMNS = {
  file: ['file', 'submission', 'zip'],
  email: ['email', 'e-mail', 'email address', 'e-mail address', 'mail'],
  name: ['name', 'full name', 'student', 'student name'],
  first: ['first name', 'given name'],
  last: ['last name', 'surname', 'family name'],
  id: [
    'id',
    'identifier',
    'sid',
    'student id',
    'id number',
    'sis user id',
    'sis login id',
    'username',
    'login',
    'github_username',
  ],
  submitted: ['submitted', 'last modified (submission)', 'submission time'],
} as const;
type Column = keyof typeof COLUMNS;

/** Rows of Canvas's gradebook that are no students. */
const NO_STUDENT = /^(points possible|student, test)$/i;

/**
 * A table with a header, in any order of columns.
 * @param name the file's name, for errors
 * @throws CourseError if no column identifies a student's work, or two students share what identifies one
 */
export function readRoster(text: string, name: string): Roster {
  const [titles = [], ...rows] = parseCsv(text, name).map((row) => row.map((cell) => cell.trim()));
  if (titles.length === 0) throw new CourseError(`${name} is empty. Export the roster again.`);
  const columnOf = (title: string) =>
    (Object.keys(COLUMNS) as Column[]).find((one) => (COLUMNS[one] as readonly string[]).includes(title.toLowerCase()));
  const columns = titles.map(columnOf);
  if (!columns.some((column) => column === 'file' || column === 'email' || column === 'id')) {
    throw new CourseError(
      `${name} has the columns ${titles.join(', ')}; expected "file", "email" or "id" to find a student's work, and optionally "name".`,
    );
  }
  const students = rows.map((row) => readStudent(row, titles, columns)).filter((one) => !NO_STUDENT.test(one.name));
  if (students.length === 0) throw new CourseError(`${name} has a header, and no student. Export the roster again.`);
  refuseDoubles(students, name);
  return { students, titles, unused: titles.filter((title, i) => title !== '' && columns[i] === undefined) };
}

function readStudent(
  row: readonly string[],
  titles: readonly string[],
  columns: readonly (Column | undefined)[],
): Student {
  const all = (column: Column) => row.filter((cell, i) => columns[i] === column && cell !== '');
  const one = (column: Column) => all(column)[0] ?? '';
  return {
    name: one('name') || [one('first'), one('last')].filter(Boolean).join(' '),
    email: one('email'),
    file: one('file'),
    // Moodle's worksheets write `Participant 123456`.
    ids: all('id').map((id) => id.replace(/^\D+ (?=\d+$)/, '')),
    submitted: one('submitted'),
    cells: Object.fromEntries(titles.map((title, i) => [title, row[i] ?? ''])),
  };
}

/** Two students may share a file: a group's. */
function refuseDoubles(students: readonly Student[], name: string): void {
  const isNamed = ({ name, email, ids }: Student) => name !== '' || email !== '' || ids.length > 0;
  const keys = {
    email: students.map(({ email }) => foldName(email)),
    id: students.flatMap(({ ids }) => [...new Set(ids.map(foldName))]),
    file: students.map((one) => (isNamed(one) ? '' : foldFile(one.file))),
  };
  for (const [key, values] of Object.entries(keys)) {
    const twice = values.find((value, i) => value !== '' && values.indexOf(value) !== i);
    if (twice !== undefined)
      throw new CourseError(`${name} has two students with the ${key} "${twice}". Correct one of them.`);
  }
}

export const foldFile = (name: string): string => foldName(name).replace(/\.zip$/, '');

/** By which a course's file may call a student; folded. */
export const studentNames = ({ email, ids, file, name }: Student): string[] =>
  [email, ...ids, file, foldFile(file), name].filter((one) => one !== '').map(foldName);
