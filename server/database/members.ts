/** What staff change about students: own dates and limits, partners. */
import { HttpError } from '../http_error.ts';
import type { Queryable } from './connection.ts';
import { membershipOf } from './people.ts';

/** One change at a time to what a team has in the queue; released with the transaction. */
export const lockTeam = (tx: Queryable, teamId: string): Promise<object[]> =>
  tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [teamId]);

/**
 * The team of a student, which stays theirs until the transaction ends. Whoever changes a team holds its lock, so the team is read
 * again under the lock.
 */
export async function lockOwnTeam(tx: Queryable, courseId: string, personId: string): Promise<string> {
  for (let locked: string | undefined; ; ) {
    const membership = await membershipOf(tx, courseId, personId);
    if (!membership) throw new HttpError(403, 'You are not in this course any more, so you cannot hand in here.');
    if (membership.team_id === locked) return locked;
    locked = membership.team_id;
    await lockTeam(tx, locked);
  }
}

export interface Exception {
  readonly due: Date | undefined;
  readonly perDay: number | undefined;
  readonly reason: string | undefined;
}

/** For a student and their partners. */
export const setException = (
  tx: Queryable,
  courseId: string,
  teamId: string,
  { due, perDay, reason }: Exception,
): Promise<object[]> =>
  tx.query(
    `UPDATE membership SET due = $3, max_submissions_per_day = $4, exception_reason = $5 WHERE course_id = $1 AND team_id = $2`,
    [courseId, teamId, due ?? null, perDay ?? null, reason ?? null],
  );

/** From now on both hand in together, and each sees what the other had handed in. @returns false while either is being graded */
export async function joinTeams(
  tx: Queryable,
  courseId: string,
  personId: string,
  partnerId: string,
): Promise<boolean> {
  const teams = await teamsOf(tx, courseId, [personId, partnerId]);
  if (!(await areIdle(tx, courseId, teams))) return false;
  const [own, theirs] = teams;
  if (!own || !theirs) return true; // they are partners already
  await moveSubmissions(tx, courseId, own, theirs);
  // A group's work is due at the latest date of its members: as grader/cohort/policy.ts has it.
  await tx.query(
    `WITH best AS (SELECT max(due) AS due, max(max_submissions_per_day) AS per_day FROM membership WHERE course_id = $1 AND team_id IN ($2, $3))
     UPDATE membership SET team_id = $3, due = best.due, max_submissions_per_day = best.per_day FROM best
     WHERE course_id = $1 AND team_id IN ($2, $3)`,
    [courseId, own, theirs],
  );
  return true;
}

/** From now on the student hands in alone; what they had handed in goes with them. @returns false while it is being graded */
export async function leaveTeam(tx: Queryable, courseId: string, personId: string): Promise<boolean> {
  const teams = await teamsOf(tx, courseId, [personId]);
  if (!(await areIdle(tx, courseId, teams))) return false;
  const [row] = await tx.query<{ team_id: string }>(
    'UPDATE membership SET team_id = gen_random_uuid() WHERE course_id = $1 AND person_id = $2 RETURNING team_id',
    [courseId, personId],
  );
  await moveSubmissions(tx, courseId, teams[0]!, row!.team_id, personId);
  return true;
}

async function teamsOf(tx: Queryable, courseId: string, people: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ team_id: string }>(
    `SELECT DISTINCT team_id FROM membership WHERE course_id = $1 AND role = 'student' AND person_id = ANY($2::uuid[]) ORDER BY team_id`,
    [courseId, people],
  );
  return rows.map(({ team_id }) => team_id);
}

/** Holds them until the transaction ends. */
async function areIdle(tx: Queryable, courseId: string, teams: readonly string[]): Promise<boolean> {
  for (const team of teams) await lockTeam(tx, team);
  const live = await tx.query(
    `SELECT FROM grading WHERE course_id = $1 AND team_id = ANY($2::uuid[]) AND state IN ('waiting', 'queued', 'running')`,
    [courseId, teams],
  );
  return live.length === 0;
}

/** Numbered on after those of the same day. @param personId only what this person handed in */
async function moveSubmissions(
  tx: Queryable,
  courseId: string,
  from: string,
  to: string,
  personId?: string,
): Promise<void> {
  const moved = await tx.query<{ id: string }>(
    `WITH ranked AS (
       SELECT s.id, row_number() OVER (PARTITION BY s.day ORDER BY s.of_day)
         + coalesce((SELECT max(o.of_day) FROM submission o WHERE o.course_id = $1 AND o.team_id = $3 AND o.day = s.day), 0) AS number
       FROM submission s WHERE s.course_id = $1 AND s.team_id = $2 AND ($4::uuid IS NULL OR s.person_id = $4))
     UPDATE submission s SET team_id = $3, of_day = ranked.number FROM ranked WHERE s.id = ranked.id RETURNING s.id`,
    [courseId, from, to, personId ?? null],
  );
  await tx.query('UPDATE grading SET team_id = $2 WHERE submission_id = ANY($1::uuid[])', [
    moved.map(({ id }) => id),
    to,
  ]);
}

export const partnersOf = (db: Queryable, courseId: string, teamId: string): Promise<{ id: string; name: string }[]> =>
  db.query(
    'SELECT p.id, p.name FROM membership m JOIN person p ON p.id = m.person_id WHERE m.course_id = $1 AND m.team_id = $2 ORDER BY p.name',
    [courseId, teamId],
  );
