/** Grades what the queue has, a fixed number of submissions at a time. */
import { setTimeout as wait } from 'node:timers/promises';
import { explain } from '../../lib/errors.ts';
import { HEARTBEAT_SECONDS, type Job, type JobSource, type Progress, type Worker } from '../queue/jobs.ts';
import type { GradedJob } from './grade_job.ts';

export interface SlotsOptions {
  readonly source: JobSource;
  readonly worker: Worker;
  readonly grade: (job: Job, onProgress: (progress: Progress) => void) => Promise<GradedJob>;
  readonly say: (event: string, detail: object) => void;
  /** How long an idle slot waits before it asks again. */
  readonly idleMs?: number;
}

export interface Slots {
  /** Takes no more; resolves when what runs is finished. */
  drain(): Promise<void>;
  /** Hands back what runs. */
  handBack(): Promise<void>;
}

export function startSlots({ source, worker, grade, say, idleMs = 500 }: SlotsOptions): Slots {
  const running = new Map<string, Progress>();
  const stopping = new AbortController();
  const over = new AbortController();

  const slot = async () => {
    while (!stopping.signal.aborted) {
      const job = await source.claim(worker).catch((error: unknown) => lost('claim', error));
      if (job) await work(job);
      else await pause(idleMs);
    }
  };

  const work = async (job: Job) => {
    const { claim, submissionId } = job;
    running.set(claim, { done: 0, total: 0 });
    try {
      const graded = await grade(job, (progress) => running.set(claim, progress));
      if (!running.has(claim)) return; // handed back
      await persist(async () => {
        if (!graded.ok) {
          await source.fail(worker, claim, graded.reason);
          say('failed', { submissionId, reason: graded.reason });
        } else if (await source.finish(worker, claim, graded.result)) {
          say('graded', { submissionId, score: graded.result.score, seconds: graded.result.seconds });
        } else {
          say('refused', { submissionId, reason: 'The lease had run out: another worker has it.' });
        }
      });
    } finally {
      running.delete(claim);
    }
  };

  /** A database that restarts is waited for: the work is done, and its claim decides whether it still counts. */
  const persist = async (answer: () => Promise<void>) => {
    for (;;) {
      try {
        return await answer();
      } catch (error) {
        lost('answer', error);
        await wait(idleMs);
        if (over.signal.aborted) return;
      }
    }
  };

  const beat = async () => {
    while (!over.signal.aborted) {
      await source.heartbeat(worker, Object.fromEntries(running)).catch((error: unknown) => lost('heartbeat', error));
      await wait(running.size > 0 ? 1000 : HEARTBEAT_SECONDS * 1000, undefined, { signal: over.signal }).catch(
        () => {},
      );
    }
  };

  const lost = (during: string, error: unknown): undefined =>
    say('unreachable', { during, reason: explain(error) }) as undefined;
  const pause = (ms: number) => wait(ms, undefined, { signal: stopping.signal }).catch(() => {});

  const slots = Array.from({ length: worker.slots }, slot);
  const beating = beat();
  const end = async () => {
    over.abort();
    await beating;
    await source.leave(worker).catch((error: unknown) => lost('leave', error));
  };
  return {
    drain: async () => {
      stopping.abort();
      await Promise.all(slots);
      await end();
    },
    handBack: async () => {
      stopping.abort();
      const claims = [...running.keys()];
      running.clear();
      for (const claim of claims) await source.release(claim).catch((error: unknown) => lost('release', error));
      await end();
    },
  };
}
