/** Grading again: into a draft that nobody sees until it is published. */

import type { Queryable } from '../database/connection.ts';
import { PUBLISHED } from '../database/results.ts';
import { PRIORITY, type QueueContext, sendJob } from './enqueue.ts';

export interface Regrade {
  readonly id: string;
  readonly reason: string;
  readonly state: 'open' | 'published' | 'discarded';
  readonly created_at: Date;
  readonly by: string;
  readonly total: number;
  readonly done: number;
  readonly parked: number;
}

/** A submission whose score the regrade looked at. */
export interface RegradedSubmission {
  readonly submission_id: string;
  readonly name: string;
  readonly state: 'queued' | 'running' | 'done' | 'parked';
  readonly failure: string | null;
  readonly before: number | null;
  /** Null while it is not graded, and if the receipt is the old one's: then nothing can change. */
  readonly after: number | null;
}

export async function startRegrade(
  context: QueueContext,
  tx: Queryable,
  one: { courseId: string; personId: string; reason: string; submissionIds: readonly string[] },
): Promise<string> {
  const [regrade] = await tx.query<{ id: string }>(
    'INSERT INTO regrade (course_id, person_id, reason) VALUES ($1, $2, $3) RETURNING id',
    [one.courseId, one.personId, one.reason],
  );
  const gradings = await tx.query<{ id: string }>(
    `INSERT INTO grading (submission_id, course_id, team_id, regrade_id, state, priority)
     SELECT id, course_id, team_id, $1, 'queued', $4 FROM submission WHERE course_id = $2 AND id = ANY($3::uuid[]) RETURNING id`,
    [regrade!.id, one.courseId, one.submissionIds, PRIORITY.regrade],
  );
  for (const { id } of gradings) await sendJob(context, tx, id);
  return regrade!.id;
}

export const regradesOf = (db: Queryable, courseId: string): Promise<Regrade[]> =>
  db.query<Regrade>(
    `SELECT r.id, r.reason, r.state, r.created_at, p.name AS by, count(g.*)::int AS total,
       count(*) FILTER (WHERE g.state = 'done')::int AS done, count(*) FILTER (WHERE g.state = 'parked')::int AS parked
     FROM regrade r JOIN person p ON p.id = r.person_id LEFT JOIN grading g ON g.regrade_id = r.id
     WHERE r.course_id = $1 GROUP BY r.id, p.name ORDER BY r.created_at DESC`,
    [courseId],
  );

export const regraded = (db: Queryable, regradeId: string): Promise<RegradedSubmission[]> =>
  db.query<RegradedSubmission>(
    `SELECT g.submission_id, p.name, g.state, g.failure,
       (SELECT r.score FROM result r WHERE r.submission_id = g.submission_id AND r.regrade_id IS DISTINCT FROM $1
         AND ${PUBLISHED}
         ORDER BY r.graded_at DESC LIMIT 1) AS before,
       (SELECT r.score FROM result r WHERE r.submission_id = g.submission_id AND r.regrade_id = $1) AS after
     FROM grading g JOIN submission s ON s.id = g.submission_id JOIN person p ON p.id = s.person_id
     WHERE g.regrade_id = $1 ORDER BY p.name`,
    [regradeId],
  );

/** @returns false if it was not open any more */
export async function endRegrade(
  tx: Queryable,
  courseId: string,
  regradeId: string,
  state: 'published' | 'discarded',
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE regrade SET state = $3 WHERE id = $2 AND course_id = $1 AND state = 'open' RETURNING id`,
    [courseId, regradeId, state],
  );
  return rows.length === 1;
}
