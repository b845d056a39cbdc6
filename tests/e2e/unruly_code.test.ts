/** What `npm test` says of code that throws where nobody catches, ends the process or does not end: it costs its own checks alone. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { projectRoot } from '../../lib/root.ts';
import { bodyOf } from '../../scripts/handout/fill.ts';

// Each end of a process costs a new one, and what loops is waited for.
vi.setConfig({ testTimeout: 240_000 });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unruly-'));
  await cp(join(projectRoot, 'reference'), folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** Puts code before a function's own, and runs the checks of its file. */
async function checkWith(code: string, { file = 'style_modules/style_loss.ts', name = 'StyleLoss.gramMatrix' } = {}) {
  const path = join(folder, file);
  const solved = await readFile(path, 'utf8');
  const { start } = bodyOf(solved, name);
  await writeFile(path, `${solved.slice(0, start + 1)} ${code}${solved.slice(start + 1)}`);
  try {
    return await check('style_loss');
  } finally {
    await writeFile(path, solved);
  }
}

function check(...args: string[]): Promise<{ code: unknown; out: string }> {
  const command = ['--import', 'tsx', 'scripts/check.ts', '--target', folder, '--limit', '2', ...args];
  const options = { cwd: projectRoot, env: { ...process.env, FORCE_COLOR: '0' } };
  return new Promise((resolve) => {
    execFile(process.execPath, command, options, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, out: stdout + stderr }),
    );
  });
}

it.each([
  [
    'a rejection that nobody awaits',
    `Promise.reject(new Error('stray'));`,
    'Error: stray (style_modules/style_loss.ts, line',
  ],
  ['an error after an await', `(async () => { await feats[0]!.data(); throw new Error('late'); })();`, 'Error: late'],
  ['an error in a timer', `setTimeout(() => { throw new RangeError('timer'); });`, 'RangeError: timer'],
  [
    'something thrown that is no error',
    `throw { toString: null };`,
    'threw an error: Thrown: something that cannot be shown',
  ],
  ['an end of the process', 'process.exit(0);', 'did not finish: The process ended with exit code 0'],
  ['a loop', 'for (;;) {}', 'did not finish: It was ended after 2 s.'],
])('%s fails the checks of its function', async (_, code, said) => {
  const { code: exitCode, out } = await checkWith(code, { name: 'StyleLoss.forward' });
  expect(out).toContain(said);
  expect(out).toMatch(/✓ StyleLoss\.gramMatrix +6\/6 .* 8 \/ 8/);
  expect(out).toMatch(/✗ StyleLoss\.forward +0\/5 .* 0 \/ 8/);
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThan(400);
  expect(exitCode).toBe(1);
});

it("an operation that breaks the engine's memory costs its own function alone", async () => {
  const code = "if (features.shape[0] === 1) tf.sparseToDense(tf.tensor1d([5e8], 'int32'), tf.tensor1d([1]), [4]);";
  const { out } = await checkWith(code);
  expect(out).toContain('Hint: An operation reached beyond a tensor');
  expect(out).toMatch(/✗ StyleLoss\.gramMatrix +5\/6 /);
}, 120_000);

it('names a file that does not end when it is loaded', async () => {
  const path = join(folder, 'style_modules/tv_loss.ts');
  const solved = await readFile(path, 'utf8');
  await writeFile(path, `for (;;) {}\n${solved}`);
  const { out } = await check('loss').finally(() => writeFile(path, solved));
  expect(out).toMatch(/✗ total variation loss[^✗]*did not finish: It was ended after 2 s/);
  expect(out).toMatch(/✓ StyleLoss\.gramMatrix|✓ StyleLoss\.forward/);
});

beforeAll(async () => {
  expect((await check('style_loss')).code).toBe(0);
});

it.each([
  ['a minus', 'return (feats[0]! as any) - 1;', 'A tensor was used as a number', 'Hint: JavaScript’s signs'],
  [
    'a product',
    'return (2 * (feats[0]! as any)) as any;',
    '(style_modules/style_loss.ts, line',
    'Hint: JavaScript’s signs',
  ],
  ['a plus', 'return ((feats[0]! as any) + 1) as any;', 'got a string', 'Hint: With a tensor, `+` and `+=` join texts'],
])('explains %s between tensors', async (_, code, said, hint) => {
  const { out } = await checkWith(code, { name: 'StyleLoss.forward' });
  expect(out).toContain(said);
  expect(out).toContain(hint);
  expect(out).not.toMatch(/Did you forget|dataSync/);
});
