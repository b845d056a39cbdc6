/** `npm run worker`: grades what the queue of DATABASE_URL has. Started by the server, it works over a pipe instead. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { assignment } from '../assignment/assignment.ts';
import { openCourse } from '../grader/course.ts';
import { withPool } from '../grader/pool/index.ts';
import { commandLine } from '../lib/command.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { type Config, readConfig } from './config.ts';
import { openDatabase } from './database/connection.ts';
import { openLog } from './log.ts';
import { ensureQueue, queueOf, startBoss } from './queue/boss.ts';
import { type JobSource, jobSource } from './queue/jobs.ts';
import { versionOf } from './version.ts';
import { gradeJob } from './worker/grade_job.ts';
import { jobsOverPipe } from './worker/pipe.ts';
import { startSlots } from './worker/slots.ts';

async function main(): Promise<void> {
  commandLine('npm run worker --')
    .description(
      'Grades submissions from the queue of DATABASE_URL. A3_SECRET, A3_WEIGHTS and A3_SLOTS: docs/operating.md.',
    )
    .parse();
  const config = readConfig();
  const log = openLog(config).child({ part: 'worker' });
  const course = await openCourse({ assignment, weights: config.A3_WEIGHTS, concurrency: 1 });
  const version = versionOf(course.receipt);
  const { source, close } = await openSource(config, version, (error) => log.warn({ reason: error.message }, 'queue'));
  const { course: pooled, pool, refill } = withPool(course, config.A3_SLOTS);
  const slots = startSlots({
    source,
    worker: {
      id: process.env.A3_WORKER_ID ?? randomUUID(),
      name: `${hostname()}-${process.pid}`,
      version,
      slots: config.A3_SLOTS,
    },
    grade: async (job, onProgress) => {
      try {
        return await gradeJob(job, pooled, onProgress);
      } finally {
        refill();
      }
    },
    say: (event, detail) => log[event === 'graded' ? 'info' : 'warn'](detail, event),
  });
  log.info({ version, slots: config.A3_SLOTS }, 'ready');

  let asked = 0;
  const stop = async () => {
    if (++asked > 2) process.exit(1);
    log.info(asked === 1 ? 'draining: what runs is finished; a second signal hands it back' : 'handing back');
    await (asked === 1 ? slots.drain() : slots.handBack());
    await pool.close();
    await close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function openSource(
  config: Config,
  version: string,
  onError: (error: Error) => void,
): Promise<{ source: JobSource; close(): Promise<void> }> {
  if (process.send) {
    // Without the server there is nobody to work for.
    process.once('disconnect', () => process.exit(0));
    return { source: jobsOverPipe(process), close: async () => {} };
  }
  if (!config.DATABASE_URL)
    throw new CourseError(
      'A worker needs DATABASE_URL, the address of the Postgres that the server uses. With the embedded database, `npm run server` starts its own worker.',
    );
  const db = await openDatabase(config);
  const boss = await startBoss(db, onError);
  const queue = queueOf(version);
  await ensureQueue(boss, queue);
  return {
    source: jobSource({ db, boss, queue }),
    close: async () => {
      await boss.stop({ graceful: false });
      await db.close();
    },
  };
}

await runMain(main);
