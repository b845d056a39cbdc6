/** How submissions come into the queue: the submission, its zip and its job in one transaction. */
import type PgBoss from 'pg-boss';
import { type Database, NOT_UNIQUE, type Queryable, sqlState } from '../database/connection.ts';
import { lockOwnTeam } from '../database/members.ts';
import { insertSubmission, type NewSubmission, type SubmissionRow } from '../database/submissions.ts';
import { asDb } from './boss.ts';

/** First submissions before resubmissions before regrades. */
export const PRIORITY = { first: 20, again: 10, regrade: 0 } as const;

export interface QueueContext {
  readonly db: Database;
  readonly boss: PgBoss;
  /** Of the version that this process grades with. */
  readonly queue: string;
}

export interface JobData {
  readonly gradingId: string;
}

/** The team is left out: staff may change it while the upload runs. */
export type Upload = Omit<NewSubmission, 'teamId'>;

/** More than this many uploads of one team at the same instant is a flood. */
const TRIES = 5;

/**
 * What this returns was accepted: it is graded whatever dies afterwards.
 *
 * @returns undefined if the day's limit is reached
 */
export async function submit(context: QueueContext, one: Upload): Promise<SubmissionRow | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await context.db.transaction(async (tx) => {
        const teamId = await lockOwnTeam(tx, one.courseId, one.personId);
        const submission = await insertSubmission(tx, { ...one, teamId });
        if (submission) await enqueue(context, tx, submission);
        return submission;
      });
    } catch (error) {
      if (sqlState(error) !== NOT_UNIQUE || attempt === TRIES) throw error;
    }
  }
}

/** A submission takes the place of its team's queued one; behind one that runs, it waits. */
async function enqueue(context: QueueContext, tx: Queryable, { id, course_id, team_id }: SubmissionRow): Promise<void> {
  const live = await tx.query<{ id: string; state: string; queue: string; job_id: string }>(
    `SELECT id, state, queue, job_id FROM grading
     WHERE course_id = $1 AND team_id = $2 AND state IN ('waiting', 'queued', 'running') AND regrade_id IS NULL FOR UPDATE`,
    [course_id, team_id],
  );
  for (const { id: replaced, state, queue, job_id } of live.filter((one) => one.state !== 'running')) {
    if (state === 'queued') await context.boss.cancel(queue, job_id, { db: asDb(tx) });
    await tx.query(`UPDATE grading SET state = 'replaced', job_id = NULL WHERE id = $1`, [replaced]);
  }
  const [earlier] = await tx.query(
    'SELECT FROM submission WHERE course_id = $1 AND team_id = $2 AND id <> $3 LIMIT 1',
    [course_id, team_id, id],
  );
  const [grading] = await tx.query<{ id: string }>(
    `INSERT INTO grading (submission_id, course_id, team_id, state, priority) VALUES ($1, $2, $3, 'waiting', $4) RETURNING id`,
    [id, course_id, team_id, earlier ? PRIORITY.again : PRIORITY.first],
  );
  if (!live.some(({ state }) => state === 'running')) await sendJob(context, tx, grading!.id);
}

/** Grades a team's waiting submission once the one before it has ended. */
export async function sendWaiting(
  context: QueueContext,
  tx: Queryable,
  courseId: string,
  teamId: string,
): Promise<void> {
  const [waiting] = await tx.query<{ id: string }>(
    `SELECT id FROM grading WHERE course_id = $1 AND team_id = $2 AND state = 'waiting' FOR UPDATE`,
    [courseId, teamId],
  );
  if (waiting) await sendJob(context, tx, waiting.id);
}

export async function sendJob({ boss, queue }: QueueContext, tx: Queryable, gradingId: string): Promise<void> {
  const [row] = await tx.query<{ priority: number }>('SELECT priority FROM grading WHERE id = $1', [gradingId]);
  const data: JobData = { gradingId };
  const jobId = await boss.send(queue, data, { priority: row!.priority, db: asDb(tx) });
  if (!jobId) throw new Error(`Queue ${queue} took no job for grading ${gradingId}.`);
  await tx.query(
    `UPDATE grading SET state = 'queued', queue = $2, job_id = $3, worker_id = NULL, claim = NULL, checks_done = 0 WHERE id = $1`,
    [gradingId, queue, jobId],
  );
}
