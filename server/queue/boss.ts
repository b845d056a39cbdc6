/** pg-boss on the service's own database: queue, leases and retries are its, and a job is part of our transactions. */
import PgBoss from 'pg-boss';
import type { Database, Queryable } from '../database/connection.ts';

/** A lost job comes back after this even if nobody noticed that its worker is gone: longer than any grading takes. */
const EXPIRE_MINUTES = 15;

export const asDb = (queryable: Queryable): PgBoss.Db => ({
  executeSql: async (sql, values) => ({ rows: await queryable.query(sql, values) }),
});

/**
 * @param onError what fails in the background, such as maintenance while the database restarts; it is tried again
 */
export async function startBoss(db: Database, onError: (error: Error) => void): Promise<PgBoss> {
  const own: PgBoss.Db = {
    // Its own schema comes as one script.
    executeSql: async (sql, values) => {
      if (values) return asDb(db).executeSql(sql, values);
      if (/;\s*\S/.test(sql)) {
        await db.script(sql);
        return { rows: [] };
      }
      return { rows: await db.query(sql) };
    },
  };
  const boss = new PgBoss({
    db: own,
    schedule: false,
    expireInMinutes: EXPIRE_MINUTES,
    archiveCompletedAfterSeconds: 3600,
    deleteAfterDays: 1,
  });
  boss.on('error', onError);
  await boss.start();
  return boss;
}

/** Jobs of one version: only workers that grade with the same take them. */
export const queueOf = (version: string): string => `grading-${version}`;

/** Failures are counted with the submission, which is parked after three; pg-boss only hands jobs out again. */
export async function ensureQueue(boss: PgBoss, queue: string): Promise<void> {
  const existing = await boss.getQueue(queue);
  if (!existing) await boss.createQueue(queue, { name: queue, policy: 'standard', retryLimit: 1000, retryDelay: 0 });
}
