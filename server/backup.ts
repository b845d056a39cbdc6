/** The whole database into one file, and back: `pg_dump`'s format for a server, PGlite's archive for the embedded one. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { CourseError } from '../lib/errors.ts';
import { makeFolder } from '../lib/files.ts';
import type { Config } from './config.ts';
import { holdFolder } from './database/hold.ts';

const run = promisify(execFile);

type Where = Pick<Config, 'DATABASE_URL' | 'A3_DATA'>;

/** Appears whole or not at all, readable by its owner only: it holds what students handed in. */
export async function backUp({ DATABASE_URL, A3_DATA }: Where, file: string): Promise<void> {
  await makeFolder(dirname(file));
  const draft = `${file}.unfinished`;
  try {
    await writeFile(draft, '', { mode: 0o600 });
    if (DATABASE_URL) await postgres('pg_dump', DATABASE_URL, ['--format=custom', '--no-owner', `--file=${draft}`]);
    else await writeFile(draft, await dumpEmbedded(A3_DATA));
    await chmod(draft, 0o600);
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

/** @throws CourseError if there is a database already: a restore never overwrites */
export async function restore({ DATABASE_URL, A3_DATA }: Where, file: string): Promise<void> {
  if (!existsSync(file)) throw new CourseError(`There is no backup at ${file}. Check the path.`);
  if (DATABASE_URL) {
    const { stdout } = await postgres('psql', DATABASE_URL, [
      '--tuples-only',
      '--command=SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()',
    ]);
    if (stdout.trim() !== '0')
      throw new CourseError(
        'The database of DATABASE_URL is not empty. Restore into a fresh one (createdb), then point the server to it.',
      );
    await postgres('pg_restore', DATABASE_URL, ['--no-owner', '--exit-on-error', '--single-transaction', file]);
    return;
  }
  const folder = join(A3_DATA, 'postgres');
  if (existsSync(folder))
    throw new CourseError(`${folder} exists. Move it away, or choose another A3_DATA, then restore again.`);
  const release = await holdFolder(A3_DATA);
  const draft = `${folder}.unfinished`;
  try {
    const db = await PGlite.create(draft, { loadDataDir: new Blob([new Uint8Array(await readFile(file))]) });
    await db.close();
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
    release();
  }
}

/** The embedded database belongs to one process: its server must have ended. */
async function dumpEmbedded(data: string): Promise<Buffer> {
  const folder = join(data, 'postgres');
  if (!existsSync(folder)) throw new CourseError(`There is no database in ${folder}. Check A3_DATA.`);
  const release = await holdFolder(data);
  const db = await PGlite.create(folder);
  try {
    return Buffer.from(await (await db.dumpDataDir('gzip')).arrayBuffer());
  } finally {
    await db.close();
    release();
  }
}

/** The address goes over the environment: a list of processes shows arguments to everybody. */
async function postgres(program: string, url: string, args: readonly string[]): Promise<{ stdout: string }> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1));
  const env = {
    ...process.env,
    PGHOST: hostname,
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: database,
    ...(searchParams.get('sslmode') && { PGSSLMODE: searchParams.get('sslmode')! }),
  };
  const withDatabase = program === 'pg_restore' ? [`--dbname=${database}`, ...args] : args;
  return run(program, withDatabase, { env, maxBuffer: 2 ** 24 }).catch(
    (error: NodeJS.ErrnoException & { stderr?: string }) => {
      const why =
        error.code === 'ENOENT'
          ? `${program} is not installed; it is part of Postgres's client programs`
          : (error.stderr?.trim() ?? error.message);
      throw new CourseError(`${program} failed: ${why}.`);
    },
  );
}
