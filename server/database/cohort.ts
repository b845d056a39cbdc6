/** A course's students and all they handed in: what the class page and the grades are made of. */

import { type Standing, standingsOf } from '../standing.ts';
import type { Queryable } from './connection.ts';
import type { Course } from './courses.ts';
import type { Membership, Person } from './people.ts';
import { standingResults } from './results.ts';
import type { SubmissionRow } from './submissions.ts';

export interface Student {
  readonly person: Pick<Person, 'id' | 'email' | 'name' | 'student_number'>;
  /** The latest first; partners share them. */
  readonly standings: readonly Standing[];
}

export async function studentsOf(db: Queryable, course: Course): Promise<Student[]> {
  const members = await db.query<Membership & Pick<Person, 'email' | 'name' | 'student_number'>>(
    `SELECT m.course_id, m.person_id, m.role, m.team_id, m.due, m.max_submissions_per_day, p.email, p.name, p.student_number
     FROM membership m JOIN person p ON p.id = m.person_id WHERE m.course_id = $1 AND m.role = 'student' ORDER BY p.name, p.email`,
    [course.id],
  );
  const submissions = await db.query<SubmissionRow>(
    'SELECT id, course_id, person_id, team_id, submitted_at, file_name, sha256 FROM submission WHERE course_id = $1 ORDER BY submitted_at DESC, id',
    [course.id],
  );
  const results = await standingResults(
    db,
    submissions.map(({ id }) => id),
  );
  const byTeam = grouped(submissions);
  return members.map(({ email, name, student_number, ...membership }) => ({
    person: { id: membership.person_id, email, name, student_number },
    standings: standingsOf(course, membership, byTeam.get(membership.team_id) ?? [], results),
  }));
}

function grouped(submissions: readonly SubmissionRow[]): Map<string, SubmissionRow[]> {
  const groups = new Map<string, SubmissionRow[]>();
  for (const one of submissions) groups.set(one.team_id, [...(groups.get(one.team_id) ?? []), one]);
  return groups;
}
