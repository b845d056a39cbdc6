/** A worker's side of the queue: claim, progress, finish or fail. Every answer names its claim; a late one is refused. */
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/connection.ts';
import { lockTeam } from '../database/members.ts';
import { insertResult, type NewResult } from '../database/results.ts';
import { asDb } from './boss.ts';
import { type JobData, type QueueContext, sendJob, sendWaiting } from './enqueue.ts';

/** A worker that was not seen for so long has lost what it had. */
const LEASE_SECONDS = 30;
/** How often it says that it is there. */
export const HEARTBEAT_SECONDS = 5;
/** After this many failures of the grader, a submission is parked: it would fail forever, at the others' expense. */
const MAX_FAILURES = 3;

export interface Worker {
  readonly id: string;
  /** For people: host and process. */
  readonly name: string;
  readonly version: string;
  readonly slots: number;
}

export interface Job {
  readonly claim: string;
  readonly submissionId: string;
  readonly zip: Uint8Array;
}

interface Claimed {
  readonly id: string;
  readonly submission_id: string;
  readonly course_id: string;
  readonly team_id: string;
  readonly regrade_id: string | null;
  readonly queue: string;
  readonly job_id: string;
  readonly failures: number;
}

/** Where a worker gets its jobs: straight from Postgres, or from the process that holds the embedded one. */
export interface JobSource {
  claim(worker: Worker): Promise<Job | undefined>;
  /** Says that the worker is there, and how far its jobs are. */
  heartbeat(worker: Worker, progress: Readonly<Record<string, Progress>>): Promise<void>;
  /** @returns false if the claim is no longer its: the result is not taken */
  finish(worker: Worker, claim: string, result: NewResult): Promise<boolean>;
  fail(worker: Worker, claim: string, reason: string): Promise<void>;
  /** Hands a job back untried, for a worker that is told to stop. */
  release(claim: string): Promise<void>;
  leave(worker: Worker): Promise<void>;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export function jobSource(context: QueueContext): JobSource {
  const { db, boss } = context;
  return {
    claim: (worker) => db.transaction((tx) => claim(context, tx, worker)),
    heartbeat: async (worker, progress) => {
      await seen(db, worker);
      for (const [claimed, { done, total }] of Object.entries(progress))
        await db.query('UPDATE grading SET checks_done = $2, checks_total = $3 WHERE claim = $1', [
          claimed,
          done,
          total,
        ]);
    },
    finish: (worker, claimed, result) =>
      db.transaction(async (tx) => {
        const grading = await ownClaim(tx, claimed);
        if (!grading) return false;
        await lockTeam(tx, grading.team_id);
        await insertResult(tx, grading.submission_id, result, {
          workerName: worker.name,
          regradeId: grading.regrade_id,
        });
        await tx.query(`UPDATE grading SET state = 'done', claim = NULL, checks_done = checks_total WHERE id = $1`, [
          grading.id,
        ]);
        await boss.complete(grading.queue, grading.job_id, {}, { db: asDb(tx) });
        await sendWaiting(context, tx, grading.course_id, grading.team_id);
        return true;
      }),
    fail: (_, claimed, reason) =>
      db.transaction(async (tx) => {
        const grading = await ownClaim(tx, claimed);
        if (grading) await recordFailure(context, tx, grading, reason);
      }),
    release: (claimed) =>
      db.transaction(async (tx) => {
        const grading = await ownClaim(tx, claimed);
        if (grading) await backToQueue(context, tx, grading);
      }),
    leave: async ({ id }) => void (await db.query('DELETE FROM worker WHERE id = $1', [id])),
  };
}

const seen = (db: Queryable, { id, name, version, slots }: Worker): Promise<object[]> =>
  db.query(
    `INSERT INTO worker (id, name, version, slots) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET seen_at = now()`,
    [id, name, version, slots],
  );

/** A job whose grading has been replaced or graded meanwhile is taken off the queue, and the next one tried. */
async function claim({ boss, queue }: QueueContext, tx: Queryable, worker: Worker): Promise<Job | undefined> {
  await seen(tx, worker);
  for (;;) {
    const [job] = await boss.fetch<JobData>(queue, { db: asDb(tx) });
    if (!job) return undefined;
    const [row] = await tx.query<{ claim: string; submission_id: string; zip: Uint8Array }>(
      `UPDATE grading g SET state = 'running', worker_id = $3, claim = $4, checks_done = 0
       FROM submission s WHERE g.id = $1 AND g.job_id = $2 AND g.state IN ('queued', 'running') AND s.id = g.submission_id
       RETURNING g.claim, g.submission_id, s.zip`,
      [job.data.gradingId, job.id, worker.id, randomUUID()],
    );
    if (row) return { claim: row.claim, submissionId: row.submission_id, zip: new Uint8Array(row.zip) };
    await boss.complete(queue, job.id, {}, { db: asDb(tx) });
  }
}

async function ownClaim(tx: Queryable, claimed: string): Promise<Claimed | undefined> {
  const [row] = await tx.query<Claimed>(
    `SELECT id, submission_id, course_id, team_id, regrade_id, queue, job_id, failures FROM grading
     WHERE claim = $1 AND state = 'running' FOR UPDATE`,
    [claimed],
  );
  return row;
}

async function recordFailure(context: QueueContext, tx: Queryable, grading: Claimed, reason: string): Promise<void> {
  const failures = grading.failures + 1;
  await tx.query('UPDATE grading SET failures = $2, failure = $3 WHERE id = $1', [grading.id, failures, reason]);
  if (failures < MAX_FAILURES) return backToQueue(context, tx, grading);
  await lockTeam(tx, grading.team_id);
  await tx.query(`UPDATE grading SET state = 'parked', claim = NULL WHERE id = $1`, [grading.id]);
  await context.boss.cancel(grading.queue, grading.job_id, { db: asDb(tx) });
  await sendWaiting(context, tx, grading.course_id, grading.team_id);
}

async function backToQueue({ boss }: QueueContext, tx: Queryable, { id, queue, job_id }: Claimed): Promise<void> {
  await tx.query(`UPDATE grading SET state = 'queued', claim = NULL, worker_id = NULL, checks_done = 0 WHERE id = $1`, [
    id,
  ]);
  await boss.fail(queue, job_id, {}, { db: asDb(tx) });
}

/**
 * What is queued for a version that no worker has comes to this one's queue, if it has a worker: after an upgrade with work in
 * the queue.
 *
 * @returns how many gradings were taken over
 */
export function adoptStranded(context: QueueContext): Promise<number> {
  const { db, boss, queue } = context;
  return db.transaction(async (tx) => {
    const stranded = await tx.query<{ id: string; queue: string; job_id: string }>(
      `SELECT g.id, g.queue, g.job_id FROM grading g
       WHERE g.state = 'queued' AND g.queue <> $1
         AND EXISTS (SELECT FROM worker w WHERE $1 = 'grading-' || w.version AND w.seen_at > now() - make_interval(secs => $2))
         AND NOT EXISTS (SELECT FROM worker w WHERE g.queue = 'grading-' || w.version AND w.seen_at > now() - make_interval(secs => $2))
       FOR UPDATE OF g SKIP LOCKED`,
      [queue, LEASE_SECONDS],
    );
    for (const { id, queue: old, job_id } of stranded) {
      await boss.cancel(old, job_id, { db: asDb(tx) });
      await sendJob(context, tx, id);
    }
    return stranded.length;
  });
}

/**
 * Gives what lost workers had to others. Any process may do it at any time; times are the database's.
 *
 * @returns how many gradings were taken back
 */
export function takeBackLost(context: QueueContext): Promise<number> {
  return context.db.transaction(async (tx) => {
    const lost = await tx.query<Claimed & { worker: string | null }>(
      `SELECT g.id, g.submission_id, g.course_id, g.team_id, g.regrade_id, g.queue, g.job_id, g.failures, w.name AS worker
       FROM grading g LEFT JOIN worker w ON w.id = g.worker_id
       WHERE g.state = 'running' AND (w.id IS NULL OR w.seen_at < now() - make_interval(secs => $1))
       FOR UPDATE OF g SKIP LOCKED`,
      [LEASE_SECONDS],
    );
    for (const grading of lost)
      await recordFailure(
        context,
        tx,
        grading,
        `The worker ${grading.worker ?? 'that had it'} was lost while it graded this.`,
      );
    await tx.query('DELETE FROM worker WHERE seen_at < now() - make_interval(secs => $1)', [LEASE_SECONDS * 4]);
    return lost.length;
  });
}
