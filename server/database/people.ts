/** People and what they are in which course. */
import { isId, type Queryable } from './connection.ts';

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly student_number: string | null;
  readonly is_administrator: boolean;
}

export type Role = 'student' | 'staff' | 'instructor';

export interface Membership {
  readonly course_id: string;
  readonly person_id: string;
  readonly role: Role;
  readonly team_id: string;
  /** This student's own due date and limit. */
  readonly due: Date | null;
  readonly max_submissions_per_day: number | null;
}

const COLUMNS = 'id, email, name, student_number, is_administrator';

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly studentNumber?: string | undefined;
}

/** The person with this address, who is added if there is none; a known one gets the name and number given. */
export async function ensurePerson(db: Queryable, { email, name, studentNumber }: NewPerson): Promise<Person> {
  const [row] = await db.query<Person>(
    `INSERT INTO person (email, name, student_number) VALUES (lower($1), $2, $3)
     ON CONFLICT (email) DO UPDATE SET name = excluded.name, student_number = coalesce(excluded.student_number, person.student_number)
     RETURNING ${COLUMNS}`,
    [email, name, studentNumber ?? null],
  );
  return row!;
}

export async function personByEmail(db: Queryable, email: string): Promise<Person | undefined> {
  const [row] = await db.query<Person>(`SELECT ${COLUMNS} FROM person WHERE email = lower($1)`, [email]);
  return row;
}

/** The administrator who is there from the first start on. */
export async function ensureAdministrator(db: Queryable): Promise<Person> {
  const [row] = await db.query<Person>(
    `SELECT ${COLUMNS} FROM person WHERE is_administrator ORDER BY created_at LIMIT 1`,
  );
  if (row) return row;
  const [first] = await db.query<Person>(
    `INSERT INTO person (email, name, is_administrator) VALUES ('administrator@localhost', 'Administrator', true)
     ON CONFLICT (email) DO UPDATE SET is_administrator = true RETURNING ${COLUMNS}`,
  );
  return first!;
}

export async function setRole(db: Queryable, courseId: string, personId: string, role: Role): Promise<void> {
  await db.query(
    `INSERT INTO membership (course_id, person_id, role) VALUES ($1, $2, $3)
     ON CONFLICT (course_id, person_id) DO UPDATE SET role = excluded.role`,
    [courseId, personId, role],
  );
}

export async function membershipOf(db: Queryable, courseId: string, personId: string): Promise<Membership | undefined> {
  if (!isId(personId)) return undefined;
  const [row] = await db.query<Membership>(
    'SELECT course_id, person_id, role, team_id, due, max_submissions_per_day FROM membership WHERE course_id = $1 AND person_id = $2',
    [courseId, personId],
  );
  return row;
}

export const memberList = (
  db: Queryable,
  courseId: string,
): Promise<(Pick<Person, 'email' | 'name'> & { role: Role })[]> =>
  db.query(
    `SELECT p.email, p.name, m.role FROM membership m JOIN person p ON p.id = m.person_id WHERE m.course_id = $1
     ORDER BY m.role <> 'instructor', m.role <> 'staff', p.name`,
    [courseId],
  );

/** What they handed in stays. */
export const removeMember = (tx: Queryable, courseId: string, personId: string): Promise<object[]> =>
  tx.query('DELETE FROM membership WHERE course_id = $1 AND person_id = $2', [courseId, personId]);
