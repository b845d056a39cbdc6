/** Links made on the machine itself, with a database of each kind. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, PostgresServer } from '../../scripts/server/postgres_server.ts';
import { readConfig } from '../../server/config.ts';
import { openDatabase } from '../../server/database/connection.ts';
import { migrate } from '../../server/database/migrate.ts';
import { personOfLink } from '../../server/database/sessions.ts';
import { makeLink } from '../../server/link.ts';
import { exampleCourse, member } from '../support/server/course.ts';

describe.each(hasPostgres ? ['embedded', 'real'] : ['embedded'])('with the %s database', (kind) => {
  let folder: string;
  let server: PostgresServer | undefined;
  let env: Record<string, string>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'a3-link-'));
    if (kind === 'real') server = await PostgresServer.start();
    env = {
      A3_DATA: join(folder, 'data'),
      A3_ORIGIN: 'https://grading.example.edu',
      ...(server && { DATABASE_URL: await server.create('links') }),
    };
  });
  afterAll(async () => {
    await server?.remove();
    await rm(folder, { recursive: true });
  });
  const make = (email: string) => makeLink(readConfig(env), email);

  test('a database without tables is named as that, and nothing is made', async () => {
    await expect(make('ann@example.edu')).rejects.toThrow(/[Ss]tart the server/);
    expect(await readdir(folder)).toEqual([]);
  });

  test('somebody whom no course knows gets none', async () => {
    const db = await openDatabase(readConfig(env));
    await migrate(db);
    await member(db, await exampleCourse(db), 'ann');
    await db.close();
    await expect(make('nobody@example.edu')).rejects.toThrow('Nobody has the address nobody@example.edu');
  });

  test('the link signs in whom it is for, and is on record', async () => {
    const link = await make('Ann@Example.edu');
    expect(link).toMatch(/^https:\/\/grading\.example\.edu\/sign-in\/[\w-]{40,}$/);
    const db = await openDatabase(readConfig(env));
    expect((await personOfLink(db, link.split('/').at(-1)!))?.email).toBe('ann@example.edu');
    const record = await db.query<{ person_id: string | null; detail: object }>('SELECT person_id, detail FROM audit');
    expect(record).toEqual([{ person_id: null, detail: { for: 'ann@example.edu', by: 'npm run server:link' } }]);
    await db.close();
  });

  test('while the server has the database: a real one gives the link, the embedded one says what to do instead', async () => {
    const db = await openDatabase(readConfig(env));
    const command = ['--import', 'tsx', 'server/link_main.ts', 'ann@example.edu'];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    await db.close();
    if (kind === 'real') expect([status, stdout]).toEqual([0, expect.stringContaining('/sign-in/')]);
    else {
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain('an administrator makes links on /operators');
    }
  });
});
