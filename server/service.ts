/** Everything of one server process, started and ended in order. */
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Assignment } from '../harness/assignment.ts';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { openDatabase } from './database/connection.ts';
import { migrate } from './database/migrate.ts';
import { removeExpired } from './database/sessions.ts';
import { ensureQueue, queueOf, startBoss } from './queue/boss.ts';
import type { QueueContext } from './queue/enqueue.ts';
import { adoptStranded, takeBackLost } from './queue/jobs.ts';
import { type Supervisor, superviseWorker } from './supervise.ts';
import { ownVersion } from './version.ts';

export interface RunningService extends QueueContext {
  readonly app: FastifyInstance;
  readonly worker: Supervisor | undefined;
  /** Takes no more requests, lets what is being graded finish, and closes the database. */
  close(): Promise<void>;
}

const LOOK_FOR_LOST_MS = 5000;
const CLEAN_UP_MS = 3_600_000;

export async function startService(options: {
  config: Config;
  log: Logger;
  assignment: Assignment;
}): Promise<RunningService> {
  const { config, log, assignment } = options;
  const [db, version] = await Promise.all([openDatabase(config), ownVersion(config.A3_WEIGHTS)]);
  const ran = await migrate(db);
  if (ran.length > 0) log.info({ migrations: ran }, 'migrated');
  const boss = await startBoss(db, (error) => log.warn({ reason: error.message }, 'queue'));
  const queue = queueOf(version);
  await ensureQueue(boss, queue);
  const context = { db, boss, queue };
  const app = await buildApp({ ...context, config, log, assignment });

  const repeat = (ms: number, what: string, work: () => Promise<unknown>) =>
    setInterval(() => void work().catch((error: Error) => log.warn({ reason: error.message }, what)), ms);
  const timers = [
    repeat(LOOK_FOR_LOST_MS, 'lost workers', async () => {
      await takeBackLost(context);
      await adoptStranded(context);
    }),
    repeat(CLEAN_UP_MS, 'clean-up', () => removeExpired(db)),
  ];
  await app.listen({ host: config.A3_HOST, port: config.A3_PORT });
  const worker = config.A3_SLOTS > 0 ? superviseWorker({ ...context, log }) : undefined;
  log.info({ version, queue }, 'serving');
  return {
    ...context,
    app,
    worker,
    close: async () => {
      timers.forEach(clearInterval);
      app.server.closeAllConnections();
      await app.close();
      await worker?.drain();
      await boss.stop({ graceful: false });
      await db.close();
    },
  };
}
