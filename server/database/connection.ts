/** Postgres, embedded (PGlite) or a server: the same queries on both. */
import { join } from 'node:path';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import pg from 'pg';
import { CourseError } from '../../lib/errors.ts';
import type { Config } from '../config.ts';
import { holdFolder } from './hold.ts';

/** The driver's values: a Date for a `timestamptz`, a Uint8Array for `bytea`; counts are cast to `int` in the query. */
export interface Queryable {
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Database extends Queryable {
  /** Several statements without values. */
  script(sql: string): Promise<void>;
  /** Commits what `work` did, or nothing if it throws. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** @throws CourseError if the server does not answer, or another process has the embedded database */
export async function openDatabase({
  DATABASE_URL,
  A3_DATA,
}: Pick<Config, 'DATABASE_URL' | 'A3_DATA'>): Promise<Database> {
  if (DATABASE_URL) return openServer(DATABASE_URL);
  const release = await holdFolder(A3_DATA);
  const db = await openEmbedded(join(A3_DATA, 'postgres'));
  return {
    ...db,
    close: async () => {
      await db.close();
      release();
    },
  };
}

/** @param folder `memory://` keeps nothing */
export async function openEmbedded(folder: string): Promise<Database> {
  const db = await PGlite.create(folder);
  const on = (queryable: PGlite | Transaction): Queryable => ({
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await queryable.query<Row>(sql, [...values])).rows,
  });
  return {
    ...on(db),
    script: async (sql) => void (await db.exec(sql)),
    transaction: (work) => db.transaction((tx) => work(on(tx))),
    close: () => db.close(),
  };
}

async function openServer(connectionString: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString, max: 10, connectionTimeoutMillis: 10_000, application_name: 'a3' });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  await pool.query('SELECT 1').catch((cause: Error) => {
    throw new CourseError(
      `The database of DATABASE_URL does not answer: ${cause.message}. Start it, or correct the address.`,
      {
        cause,
      },
    );
  });
  const on = (queryable: pg.Pool | pg.PoolClient): Queryable => ({
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await queryable.query(sql, [...values])).rows as Row[],
  });
  return {
    ...on(pool),
    script: async (sql) => void (await pool.query(sql)),
    transaction: async (work) => {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('BEGIN');
        const value = await work(on(client));
        await client.query('COMMIT');
        return value;
      } catch (error) {
        await client.query('ROLLBACK').catch((cause: Error) => {
          broken = cause;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

/** What comes from an address may be anything; Postgres would answer a fault to what is no id. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** Postgres's code of an error, e.g. `23505` for a value that must be unique. */
export const sqlState = (error: unknown): string | undefined => (error as { code?: string } | undefined)?.code;
export const NOT_UNIQUE = '23505';

/** It restarts, or cannot be reached: the same query works later. */
export const isAway = (error: unknown): boolean =>
  /^(08|57P0)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(sqlState(error) ?? '') ||
  /Connection terminated|timeout exceeded when trying to connect/.test((error as Error | undefined)?.message ?? '');
