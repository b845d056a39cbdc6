/** Submissions, and the day's limit that the database itself holds. */
import { isId, type Queryable } from './connection.ts';

export interface SubmissionRow {
  readonly id: string;
  readonly course_id: string;
  readonly person_id: string;
  readonly team_id: string;
  readonly submitted_at: Date;
  readonly file_name: string;
  readonly sha256: string;
}

export interface NewSubmission {
  readonly courseId: string;
  readonly personId: string;
  readonly teamId: string;
  readonly fileName: string;
  readonly zip: Uint8Array;
  readonly sha256: string;
  /** IANA name or offset: where a day begins. */
  readonly timeZone: string;
  /** Undefined: as many as one likes. */
  readonly perDay: number | undefined;
}

const COLUMNS = 's.id, s.course_id, s.person_id, s.team_id, s.submitted_at, s.file_name, s.sha256';

/** `-05:00` means five hours west of Greenwich to people, and east of it to Postgres unless it is an interval. */
const today = (timeZone: string, parameter: string): string =>
  `(now() AT TIME ZONE ${/^[+-]\d/.test(timeZone) ? `${parameter}::interval` : parameter})::date`;

/**
 * The time is the database's. Numbered on after the last, not by their count: partners who part leave gaps. Two uploads at once get the same number of the day, and the second breaks its uniqueness: try again.
 *
 * @returns undefined if the day's limit is reached
 */
export async function insertSubmission(tx: Queryable, one: NewSubmission): Promise<SubmissionRow | undefined> {
  const [row] = await tx.query<SubmissionRow>(
    `WITH today AS (SELECT ${today(one.timeZone, '$7')} AS day),
       before AS (
         SELECT count(*)::int AS count, coalesce(max(of_day), 0) AS last FROM submission, today
         WHERE course_id = $1 AND team_id = $3 AND submission.day = today.day)
     INSERT INTO submission AS s (course_id, person_id, team_id, day, of_day, file_name, zip, sha256)
     SELECT $1, $2, $3, today.day, before.last + 1, $4, $5, $6 FROM today, before
     WHERE $8::int IS NULL OR before.count < $8
     RETURNING ${COLUMNS}`,
    [one.courseId, one.personId, one.teamId, one.fileName, one.zip, one.sha256, one.timeZone, one.perDay ?? null],
  );
  return row;
}

/** How many a team has handed in today. */
export async function countToday(db: Queryable, courseId: string, teamId: string, timeZone: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM submission WHERE course_id = $1 AND team_id = $2 AND day = ${today(timeZone, '$3')}`,
    [courseId, teamId, timeZone],
  );
  return row!.count;
}

/** A team's submissions, the latest first. */
export const submissionsOf = (db: Queryable, courseId: string, teamId: string): Promise<SubmissionRow[]> =>
  db.query<SubmissionRow>(
    `SELECT ${COLUMNS} FROM submission s WHERE s.course_id = $1 AND s.team_id = $2 ORDER BY s.submitted_at DESC, s.id`,
    [courseId, teamId],
  );

/**
 * The submission if this person may see it: a member of its team, staff of its course, or an administrator. Whether it is not
 * theirs or not there cannot be told apart.
 */
export async function visibleSubmission(
  db: Queryable,
  id: string,
  personId: string,
): Promise<(SubmissionRow & { as_staff: boolean }) | undefined> {
  if (!isId(id)) return undefined;
  const [row] = await db.query<SubmissionRow & { as_staff: boolean }>(
    `SELECT ${COLUMNS}, (p.is_administrator OR coalesce(m.role, '') IN ('staff', 'instructor')) AS as_staff
     FROM submission s JOIN person p ON p.id = $2
     LEFT JOIN membership m ON m.course_id = s.course_id AND m.person_id = p.id
     WHERE s.id = $1 AND (p.is_administrator OR m.role IN ('staff', 'instructor') OR (m.role = 'student' AND m.team_id = s.team_id))`,
    [id, personId],
  );
  return row;
}

export async function zipOf(db: Queryable, id: string): Promise<Uint8Array> {
  const [row] = await db.query<{ zip: Uint8Array }>('SELECT zip FROM submission WHERE id = $1', [id]);
  return row!.zip;
}

/** Reserves the person's one upload. @returns false while another of theirs is running */
export async function beginUpload(db: Queryable, personId: string): Promise<boolean> {
  const rows = await db.query(
    `INSERT INTO upload (person_id, expires_at) VALUES ($1, now() + interval '2 minutes')
     ON CONFLICT (person_id) DO UPDATE SET expires_at = excluded.expires_at WHERE upload.expires_at < now()
     RETURNING person_id`,
    [personId],
  );
  return rows.length === 1;
}

export const endUpload = (db: Queryable, personId: string): Promise<object[]> =>
  db.query('DELETE FROM upload WHERE person_id = $1', [personId]);
