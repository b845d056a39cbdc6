/** The service as people meet it: a real server with its worker, in Debian's Chromium, at a phone's width too. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { submission } from '../../assignment/submission.ts';
import { projectRoot } from '../../lib/root.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { freePort } from '../../scripts/server/postgres_server.ts';
import { openDatabase } from '../../server/database/connection.ts';
import { addCourse } from '../../server/database/courses.ts';
import { migrate } from '../../server/database/migrate.ts';
import { ensurePerson, setRole } from '../../server/database/people.ts';
import { createApiToken, createLink } from '../../server/database/sessions.ts';
import { executablePath } from '../support/browser.ts';

let folder: string;
let server: ChildProcess;
let browser: Browser;
let origin: string;
const links: Record<string, string> = {};
let token: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a3-service-'));
  const data = join(folder, 'data');
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  const db = await openDatabase({ A3_DATA: data, DATABASE_URL: undefined });
  await migrate(db);
  const course = await addCourse(db, { slug: 'dl', title: 'Deep Learning', rules: { maxSubmissionsPerDay: 3 } });
  for (const [name, role] of [
    ['Ann', 'student'],
    ['Tom', 'instructor'],
  ] as const) {
    const { id } = await ensurePerson(db, { email: `${name}@example.edu`, name });
    await setRole(db, course.id, id, role);
    links[name] = `${origin}/sign-in/${await createLink(db, id)}`;
    if (name === 'Ann') token = await createApiToken(db, id);
  }
  await db.close();
  server = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', '--port', String(port), '--data', data], {
    cwd: projectRoot,
    env: { ...process.env, A3_SLOTS: '1', A3_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    server.once('exit', () => reject(new Error('The server ended.')));
    server.stdout!.on('data', (chunk) => String(chunk).includes('Serving on') && resolve());
  });
  if (executablePath) browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  await rm(folder, { recursive: true, force: true });
}, 120_000);

/** Signed in; what the browser complains of is in `problems`. */
async function signedIn(name: string, width: number): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: false });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(links[name]!);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/courses/);
  return { page, problems };
}

/** What axe-core finds serious. It runs beside the page's policy, not under it. */
async function seriousProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run();
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
  });
}

const isWide = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

async function zipOf(base: 'reference' | 'skeleton'): Promise<string> {
  const files = submission.files.map(async (file) => [file, await readFile(join(projectRoot, base, file))] as const);
  const path = join(folder, `${base}.zip`);
  await writeFile(path, await deterministicZip(new Map(await Promise.all(files))));
  return path;
}

describe.runIf(executablePath)('in a browser', () => {
  test('a student hands in on a phone, watches, reads the report, and hands in again', async () => {
    const { page, problems } = await signedIn('Ann', 390);
    expect(await seriousProblems(page)).toEqual([]);
    expect(await isWide(page)).toBe(false);
    await page.setInputFiles('input[type=file]', await zipOf('skeleton'));
    await page.getByRole('button', { name: 'Hand in' }).click();
    await page.waitForURL(/submissions/);
    await page
      .getByRole('status')
      .filter({ hasText: /checks done|next|graded/i })
      .waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    // The page loads itself again once it is graded.
    await page.getByText('Graded.', { exact: true }).waitFor({ timeout: 60_000 });
    const report = page.frameLocator('iframe');
    await report.getByRole('heading', { name: /Report/ }).waitFor();
    expect(await report.locator('.score').textContent()).toMatch(/^0\b/);

    await page.getByRole('link', { name: 'Deep Learning' }).click();
    await page.setInputFiles('input[type=file]', await zipOf('reference'));
    await page.getByRole('button', { name: 'Hand in' }).click();
    await page.getByText('Graded.', { exact: true }).waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Deep Learning' }).click();
    const rows = page.locator('table.history tbody tr');
    expect(await rows.count()).toBe(2);
    expect(await rows.first().textContent()).toMatch(/91 of 91\s*yes/);
    expect(await isWide(page)).toBe(false);
    expect(problems).toEqual([]);
  }, 180_000);

  test('without JavaScript the same works', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    await context.addCookies((await (await signedIn('Tom', 1000)).page.context().cookies()).map((cookie) => cookie));
    const page = await context.newPage();
    await page.goto(`${origin}/courses/dl/class`);
    await page.getByRole('link', { name: 'Ann' }).click();
    await page.getByText('100 of 100').waitFor();
    await page.goto(`${origin}/courses/dl/regrades`);
    await page.fill('#reason', 'a trial');
    await page.getByRole('button', { name: 'Grade the class again' }).click();
    await page.getByText(/of 1 graded/).waitFor();
    // The same work and the same grader: an equal receipt.
    while ((await page.getByText('1 of 1 graded').count()) === 0) await page.reload();
    await page.getByText('No score changes.').waitFor();
  }, 120_000);
});

test('a student hands in from a terminal, and sees the same', async () => {
  const config = join(folder, 'config');
  const run = (script: string, args: readonly string[], input?: string) =>
    new Promise<{ code: number | null; output: string }>((resolve) => {
      const child = spawn(
        process.execPath,
        ['--import', import.meta.resolve('tsx'), join(projectRoot, 'scripts', script), ...args],
        {
          cwd: folder,
          env: { ...process.env, XDG_CONFIG_HOME: config, NODE_OPTIONS: '' },
        },
      );
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
      child.stdin.end(input);
      child.once('exit', (code) => resolve({ code, output }));
    });
  expect((await run('submit.ts', [])).output).toContain('You are not signed in. Run `npm run signin');
  expect((await run('signin.ts', ['http://127.0.0.1:1'], `${token}\n`)).output).toContain('does not answer');
  expect((await run('signin.ts', [origin], `${token}\n`)).output).toContain('Signed in: Deep Learning.');
  const { code, output } = await run('submit.ts', ['--from', join(projectRoot, 'reference')]);
  expect(output).toContain(`Handed in: ${origin}/submissions/`);
  expect(output).toContain('91 of 91 points, without hidden checks.');
  expect(code).toBe(0);
}, 120_000);
