/** A backup that does not restore is none: here each one is. */
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hasPostgres, PostgresServer } from '../../scripts/server/postgres_server.ts';
import { backUp, restore } from '../../server/backup.ts';
import { openDatabase } from '../../server/database/connection.ts';
import { migrate } from '../../server/database/migrate.ts';
import { exampleCourse, member } from '../support/server/course.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a3-backup-'));
});
afterEach(() => rm(folder, { recursive: true }));

type Where = Parameters<typeof backUp>[0];

async function fill(where: Where): Promise<void> {
  const db = await openDatabase(where);
  await migrate(db);
  await member(db, await exampleCourse(db), 'ann');
  await db.close();
}

async function names(where: Where): Promise<string[]> {
  const db = await openDatabase(where);
  expect(await migrate(db)).toEqual([]);
  const rows = await db.query<{ name: string }>('SELECT name FROM person');
  await db.close();
  return rows.map(({ name }) => name);
}

test('the embedded database', async () => {
  const where = { A3_DATA: join(folder, 'data'), DATABASE_URL: undefined };
  const file = join(folder, 'backup');
  await fill(where);
  await backUp(where, file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await expect(restore(where, file)).rejects.toThrow('exists. Move it away');
  const other = { ...where, A3_DATA: join(folder, 'other') };
  await restore(other, file);
  expect(await names(other)).toEqual(['ann']);
  await expect(restore(other, join(folder, 'nothing'))).rejects.toThrow('There is no backup');
});

test('one process at a time has the embedded database', async () => {
  const where = { A3_DATA: join(folder, 'data'), DATABASE_URL: undefined };
  const db = await openDatabase(where);
  const script = `import('./server/database/connection.ts').then((m) => m.openDatabase({ A3_DATA: ${JSON.stringify(where.A3_DATA)} })).then(() => console.log('opened'), (error) => console.log(error.message)).then(() => process.exit())`;
  const second = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(second).toContain('Another process uses the database');
  await db.close();
});

test.runIf(hasPostgres && existsSync('/usr/bin/pg_dump'))('a Postgres, with its password in no argument', async () => {
  const server = await PostgresServer.start();
  try {
    const where = { A3_DATA: '', DATABASE_URL: await server.create('a') };
    const file = join(folder, 'backup');
    await fill(where);
    await backUp(where, file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(restore(where, file)).rejects.toThrow('is not empty');
    const other = { ...where, DATABASE_URL: await server.create('b') };
    await restore(other, file);
    expect(await names(other)).toEqual(['ann']);
  } finally {
    await server.remove();
  }
});
