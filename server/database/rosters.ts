/** A roster beside the course's members: what would change, and the change. Nobody is removed. */
import type { Roster, Student } from '../../grader/cohort/roster.ts';
import type { Queryable } from './connection.ts';
import { ensurePerson, personByEmail, setRole } from './people.ts';

export interface RosterPlan {
  readonly added: readonly Entry[];
  readonly renamed: readonly (Entry & { readonly before: string })[];
  readonly unchanged: number;
  /** In the course, and not on the roster. */
  readonly absent: readonly string[];
  /** Rows without an address: people sign in by it. */
  readonly withoutEmail: readonly string[];
  readonly unusedColumns: readonly string[];
}

interface Entry {
  readonly email: string;
  readonly name: string;
  readonly studentNumber: string | undefined;
}

const entryOf = ({ email, name, ids }: Student): Entry => ({
  email: email.toLowerCase(),
  name: name || email,
  studentNumber: ids[0],
});

export async function planRoster(db: Queryable, courseId: string, roster: Roster): Promise<RosterPlan> {
  const members = await db.query<{ email: string; name: string; role: string }>(
    'SELECT p.email, p.name, m.role FROM membership m JOIN person p ON p.id = m.person_id WHERE m.course_id = $1',
    [courseId],
  );
  const known = new Map(members.map((one) => [one.email, one]));
  const entries = roster.students.filter(({ email }) => email !== '').map(entryOf);
  const listed = new Set(entries.map(({ email }) => email));
  const renamed = entries.flatMap((entry) => {
    const before = known.get(entry.email)?.name;
    return before !== undefined && before !== entry.name ? [{ ...entry, before }] : [];
  });
  const added = entries.filter(({ email }) => !known.has(email));
  return {
    added,
    renamed,
    unchanged: entries.length - added.length - renamed.length,
    absent: members.filter(({ email, role }) => role === 'student' && !listed.has(email)).map(({ name }) => name),
    withoutEmail: roster.students.filter(({ email }) => email === '').map(({ name, ids }) => name || ids.join(' ')),
    unusedColumns: roster.unused,
  };
}

/**
 * Staff who are on the roster stay staff. Who is known elsewhere too, teaches or administers keeps the name they have: one course's
 * table is not for them.
 */
export async function applyRoster(tx: Queryable, courseId: string, { added, renamed }: RosterPlan): Promise<void> {
  for (const entry of added) {
    const { id } = (await personByEmail(tx, entry.email)) ?? (await ensurePerson(tx, entry));
    await setRole(tx, courseId, id, 'student');
  }
  for (const { email, name, studentNumber } of renamed)
    await tx.query(
      `UPDATE person p SET name = $3, student_number = coalesce($4, p.student_number) WHERE p.email = $2 AND NOT p.is_administrator
       AND NOT EXISTS (SELECT FROM membership m WHERE m.person_id = p.id AND (m.course_id <> $1 OR m.role <> 'student'))`,
      [courseId, email, name, studentNumber ?? null],
    );
}
