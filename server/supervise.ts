/** The grading process beside the server: started, started again when it dies, and drained at the end. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { projectRoot } from '../lib/root.ts';
import type { Database } from './database/connection.ts';
import type { QueueContext } from './queue/enqueue.ts';
import { jobSource, takeBackLost } from './queue/jobs.ts';
import { serveJobs } from './worker/pipe.ts';

export interface Supervisor {
  /** Lets it finish what it has. */
  drain(): Promise<void>;
  /** Its process, for tests that kill it. */
  readonly pid: number | undefined;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A process that lived so long started well: the next pause is short again. */
const HEALTHY_MS = 60_000;

export function superviseWorker(context: QueueContext & { readonly log: Logger }): Supervisor {
  const { db, log } = context;
  const source = jobSource(context);
  let child: ChildProcess;
  let isStopping = false;
  let pauseMs = FIRST_PAUSE_MS;
  let ended: Promise<unknown>;

  const start = () => {
    const id = randomUUID();
    const startedMs = performance.now();
    child = fork(join(projectRoot, 'server', 'worker.ts'), {
      // Not the database's address: what is graded there comes over the pipe.
      env: { ...process.env, A3_WORKER_ID: id, DATABASE_URL: '' },
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // Ctrl-C is for the server, which then drains it.
      detached: true,
    });
    serveJobs(child, source);
    ended = new Promise((resolve) => child.once('exit', resolve));
    child.once('exit', (code, signal) => {
      if (isStopping) return;
      log.warn({ code, signal }, 'the grading process ended; it is started again');
      // Nobody else will answer for what it had.
      void leave(db, id)
        .then(() => takeBackLost(context))
        .catch((error: Error) => log.warn({ reason: error.message }, 'its gradings are taken back later'));
      pauseMs = performance.now() - startedMs > HEALTHY_MS ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      setTimeout(() => isStopping || start(), pauseMs);
    });
  };
  start();
  return {
    get pid() {
      return child.pid;
    },
    drain: async () => {
      isStopping = true;
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const leave = (db: Database, workerId: string): Promise<object[]> =>
  db.query('DELETE FROM worker WHERE id = $1', [workerId]);
