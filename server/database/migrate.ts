/** Forward-only migrations: each runs once, in order, whoever starts first. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { CourseError } from '../../lib/errors.ts';
import type { Database } from './connection.ts';

const FOLDER = new URL('./migrations/', import.meta.url);
/** Any number that no other program uses on this database. */
const LOCK = 643_643;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/**
 * One transaction under a lock: two processes that start at once do not both migrate, and a failed migration leaves nothing.
 *
 * @returns the names of those that ran
 * @throws CourseError if the database was made by a newer version, or a migration was changed after it ran
 */
export async function migrate(db: Database): Promise<string[]> {
  const known = await migrations();
  return db.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await tx.query(
      'CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const applied = new Map(
      (await tx.query<{ name: string; sha256: string }>('SELECT name, sha256 FROM migration')).map((row) => [
        row.name,
        row.sha256,
      ]),
    );
    check(known, applied);
    const missing = known.filter(({ name }) => !applied.has(name));
    for (const { name, sql, sha256 } of missing) {
      for (const statement of statements(sql)) await tx.query(statement);
      await tx.query('INSERT INTO migration (name, sha256) VALUES ($1, $2)', [name, sha256]);
    }
    return missing.map(({ name }) => name);
  });
}

function check(known: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const newer = [...applied.keys()].filter((name) => !known.some((one) => one.name === name));
  if (newer.length > 0)
    throw new CourseError(
      `The database has migrations that this version does not know (${newer.join(', ')}): a newer version has used it. Start that one, or restore a backup from before.`,
    );
  const changed = known.filter(({ name, sha256 }) => applied.has(name) && applied.get(name) !== sha256);
  if (changed.length > 0)
    throw new CourseError(
      `Migrations were changed after they ran: ${changed.map(({ name }) => name).join(', ')}. Add a new one instead.`,
    );
}

async function migrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, FOLDER), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** A prepared statement is one statement; ours end with a semicolon at a line's end and hold none within. */
const statements = (sql: string): string[] =>
  sql
    .replace(/^\s*--.*$/gm, '')
    .split(/;\s*$/m)
    .map((one) => one.trim())
    .filter(Boolean);
