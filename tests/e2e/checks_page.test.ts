/** The page of the checks: written by every run, and followed in a browser while files are saved. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../lib/root.ts';
import { Browser, hasBrowser } from '../support/browser.ts';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MODULE = 'style_modules/content_loss.ts';

let folder: string;
let running: ChildProcess | undefined;
let said = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checks-page-'));
  await cp(join(projectRoot, 'reference'), join(folder, 'work'), { recursive: true });
});
afterAll(async () => {
  if (running?.exitCode === null) {
    running.kill('SIGTERM');
    await once(running, 'exit');
  }
  await rm(folder, { recursive: true });
});

/** Starts the checks of one file where nothing else is; `BROWSER` keeps the tests from opening a window. */
function check(...args: string[]): ChildProcess {
  const script = join(projectRoot, 'scripts/check.ts');
  const child = spawn(process.execPath, ['--import', TSX, script, 'content_loss', '--target', 'work', ...args], {
    cwd: folder,
    env: { ...process.env, BROWSER: 'true', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout!.on('data', (chunk) => {
    said += chunk;
  });
  return child;
}

async function spoil(): Promise<() => Promise<void>> {
  const path = join(folder, 'work', MODULE);
  const right = await readFile(path, 'utf8');
  await writeFile(path, right.replace('forward(', 'forwards('));
  return () => writeFile(path, right);
}

it('is written beside the figures, with every function that was run, and the run says where', async () => {
  await once(check(), 'exit');
  expect(said).toContain('visualization/checks.html');
  const page = await readFile(join(folder, 'visualization/checks.html'), 'utf8');
  expect(page).toContain('style_modules/content_loss.ts');
  expect(page).toContain('6 <small>of 6 points');
  expect(page).not.toContain('<script');
});

it('is not lost with the results where it cannot be written', async () => {
  await rm(join(folder, 'visualization'), { recursive: true });
  await writeFile(join(folder, 'visualization'), 'a file');
  said = '';
  const child = check();
  const [code] = await once(child, 'exit');
  await rm(join(folder, 'visualization'));
  expect(said).toMatch(/Total +6 \/ 6/);
  expect(said).toMatch(/visualization.* could not be used/);
  expect(code).toBe(0);
});

/** What VS Code's task makes of the lines: runs that begin and end, and files with a problem. */
async function matchedByEditor(lines: readonly string[]) {
  const { tasks } = JSON.parse(await readFile(join(projectRoot, 'handout/.vscode/tasks.json'), 'utf8'));
  const { pattern, background } = tasks.find(({ label }: { label: string }) => label === 'Watch').problemMatcher;
  const matches = (regexp: string) => lines.flatMap((line) => new RegExp(regexp).exec(line) ?? []);
  const [file, message] = pattern;
  const files = lines.flatMap((line, i) => {
    const found = new RegExp(file.regexp).exec(line);
    return found && new RegExp(message.regexp).test(lines[i + 1]!) ? [found[file.file]] : [];
  });
  return { begins: matches(background.beginsPattern).length, ends: matches(background.endsPattern).length, files };
}

describe.runIf(hasBrowser && process.platform === 'linux')('under --watch --open', () => {
  it('follows each save, without being loaded by hand', async () => {
    said = '';
    running = check('--watch', '--open');
    await expect.poll(() => /In the browser: (\S+)/.exec(said)?.[1], { timeout: 60_000 }).toBeDefined();
    const browser = await Browser.start();
    try {
      const { page } = await browser.open(new URL(/In the browser: (\S+)/.exec(said)![1]!));
      const score = page.frameLocator('iframe').locator('.score');
      const scoreIs = (points: string) => expect.poll(() => score.textContent(), { timeout: 60_000 }).toContain(points);
      await scoreIs('6 of 6');
      const restore = await spoil();
      await scoreIs('0 of 6');
      expect(await matchedByEditor(said.split('\n'))).toEqual({ begins: 2, ends: 2, files: [MODULE] });
      await restore();
      await scoreIs('6 of 6');
    } finally {
      await browser.close();
    }
  }, 240_000);
});
