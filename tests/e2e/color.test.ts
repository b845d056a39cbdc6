/** Who asks for no color gets none, from any command; where it is forced, the same commands do color. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../../scripts/support/folders.ts';

const root = join(import.meta.dirname, '../..');
const { NO_COLOR: _, FORCE_COLOR: __, ...environment } = process.env;

/** All that a command prints. */
async function printed(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const run = promisify(execFile)(process.execPath, ['--import', 'tsx', ...args], {
    cwd: root,
    env: { ...environment, ...env },
  });
  const { stdout, stderr } = await run.catch((ended: { stdout: string; stderr: string }) => ended);
  return stdout + stderr;
}

const ESCAPE = '\x1b[';

describe.each([
  ['doctor', ['scripts/doctor.ts']],
  ['check', ['scripts/check.ts', '--target', 'skeleton', 'tvLoss']],
  ['fixtures', ['scripts/fixtures.ts', '--texts', 'gram.hw']],
  ['misconceptions', ['scripts/misconceptions.ts', '--quick', '--function', 'tvLoss']],
  ['grade', ['scripts/grade.ts', join(root, 'docs/images/report.png')]],
])('npm run %s', (name, args) => {
  const withOut = (env: NodeJS.ProcessEnv) =>
    withFolder((out) => printed(name === 'grade' ? [...args, '--out', out] : args, env));

  it('heeds NO_COLOR, also where color is forced', async () => {
    expect(await withOut({ FORCE_COLOR: '1' })).toContain(ESCAPE);
    expect(await withOut({ FORCE_COLOR: '1', NO_COLOR: '1' })).not.toContain(ESCAPE);
  });
});

it('keeps color from Node itself, and from the processes that a command starts', async () => {
  const script = `(await import('./lib/command.ts')).commandLine('x');
    console.log([1], (await import('node:child_process')).execFileSync(process.execPath, ['-p', '[2]'], { encoding: 'utf8' }));`;
  const args = ['--input-type=module', '-e', script];
  expect(await printed(args, { FORCE_COLOR: '1' })).toContain(ESCAPE);
  expect(await printed(args, { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe('[ 1 ] [ 2 ]\n\n');
});

describe('lib/color.ts', () => {
  const level = (env: NodeJS.ProcessEnv) =>
    printed(['--input-type=module', '-e', "console.log(String((await import('./lib/color.ts')).chalk.level))"], env);

  it.each([
    [{}, '0'], // no terminal
    [{ NO_COLOR: '' }, '0'],
    [{ NO_COLOR: '', FORCE_COLOR: '1' }, '1'],
    [{ FORCE_COLOR: '0' }, '0'],
    [{ FORCE_COLOR: 'true' }, '1'],
    [{ NO_COLOR: '0', FORCE_COLOR: '3' }, '0'],
  ])('%j → level %s', async (env, expected) => {
    expect((await level(env)).split('\n')[0]).toBe(expected);
  });
});
