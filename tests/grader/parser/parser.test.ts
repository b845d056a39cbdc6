import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { submission } from '../../../assignment/submission.ts';
import { receive } from '../../../grader/intake/receive.ts';
import { Parser } from '../../../grader/parser/parser.ts';
import { closeParsers, keepParsersReady, takeParserProcess } from '../../../grader/parser/pool.ts';
import type { Request } from '../../../grader/parser/process.ts';
import { NODE_OPTIONS, parserProgram } from '../../../grader/parser/program.ts';
import { hasEnded, kill } from '../../../grader/parser/start.ts';
import { makeZip } from '../../../scripts/support/make_zip.ts';

const file = 'style_modules/tv_loss.ts';
const inspect = (text: string): Request => ({ kind: 'inspect', file, files: [file], text, skeletonText: '' });
const bundle = (text: string): Request => ({
  kind: 'bundle',
  files: new Map([[file, text]]),
  modulePath: file,
  runtimeImports: new Map(),
});
/** TypeScript reads what is in the brackets twice: once as a list of parameters. */
const exponential = 'async<T>(a = '.repeat(60);
/** esbuild computes it. */
const enumBomb = `enum E { A0 = "AAAAAAAA", ${Array.from({ length: 26 }, (_, i) => `A${i + 1} = A${i} + A${i}`).join()} }
export const a = E.A26.length;`;

let parser: Parser;
beforeEach(() => {
  parser = new Parser();
});
afterEach(async () => {
  parser.close();
  await closeParsers();
  vi.restoreAllMocks();
});

it('answers in order when asked at once', async () => {
  const answers = await Promise.all(
    [1, 2, 3].map((n) => parser.ask<{ code: string }>(bundle(`export const n = ${n};`))),
  );
  expect(answers.map((answer) => answer.kind === 'done' && /n = (\d)/.exec(answer.value.code)?.[1])).toEqual([
    '1',
    '2',
    '3',
  ]);
});

it('starts from what V8 has compiled', async () => {
  const child = fork(await parserProgram(), { execArgv: NODE_OPTIONS, env: {} });
  const [message] = await once(child, 'message');
  child.kill();
  expect(message).toEqual({ isCompiled: true });
});

it.each<[string, Request]>([
  ['memory', inspect('a;'.repeat(1_000_000))],
  ['time', inspect(exponential)],
  ['memory of esbuild', bundle(enumBomb)],
])('stops what needs too much %s, and answers the next request', async (_, request) => {
  vi.spyOn(console, 'error').mockReturnValue();
  expect(await parser.ask(request)).toEqual({ kind: 'stopped' });
  expect(await parser.ask(inspect(''))).toMatchObject({ kind: 'done' });
});

it('reads no more of a submission whose time is used up, and another one meanwhile', async () => {
  const other = new Parser();
  const asked = [1, 2, 3, 4].map((n) => parser.ask(inspect(`${exponential}${n}`)));
  const first = await Promise.race([asked[0], other.ask(inspect('')).finally(() => other.close())]);
  expect(first).toMatchObject({ kind: 'done' });
  expect(await Promise.all(asked)).toEqual(asked.map(() => ({ kind: 'stopped' })));
  expect(await parser.ask(inspect(''))).toEqual({ kind: 'stopped' });
  parser.renewBudget();
  expect(await parser.ask(inspect(''))).toMatchObject({ kind: 'done' });
});

it('costs the file that it breaks down over, and staff hear of it', async () => {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  expect(await parser.ask(inspect(undefined as unknown as string))).toEqual({ kind: 'stopped' });
  expect(said).toHaveBeenCalledWith(expect.stringContaining('crashed on a file'));
});

it('takes a process that waits, one that ended while it waited excepted', async () => {
  keepParsersReady(1);
  const first = await takeParserProcess();
  kill(first);
  const second = await takeParserProcess();
  expect([hasEnded(second), second.pid === first.pid]).toEqual([false, false]);
  kill(second);
});

it('unpacks a submission; what cannot be read is the operator’s', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parser-'));
  try {
    const path = join(folder, 'work.zip');
    await writeFile(path, makeZip([{ name: file, content: 'export {};' }]));
    const result = await receive(path, submission, parser);
    expect(result.ok && [...result.submission.files.keys()]).toEqual([file]);
    await expect(receive(join(folder, 'none.zip'), submission, parser)).rejects.toThrow(
      'cannot be read: it does not exist',
    );
    await expect(receive('/dev/null', submission, parser)).rejects.toThrow('neither a file nor a folder');
  } finally {
    await rm(folder, { recursive: true });
  }
});
