/** When a clone's last commit was made: GitHub Classroom's clones have no other time. Its author sets it. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * git never sees the clone's own configuration, which could make it run programs: the clone's objects are read through an empty
 * repository.
 *
 * @returns undefined if there is no commit, or no git
 */
export async function commitTime(folder: string): Promise<string | undefined> {
  const commit = await headOf(join(folder, '.git'));
  if (!commit) return undefined;
  const empty = await mkdtemp(join(tmpdir(), 'a3-git-'));
  try {
    const env = {
      PATH: process.env.PATH,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_ALTERNATE_OBJECT_DIRECTORIES: join(folder, '.git/objects'),
    };
    await run('git', ['init', '--quiet', '--bare', empty], { env, timeout: TIMEOUT_MS });
    const { stdout } = await run('git', ['--git-dir', empty, 'cat-file', 'commit', commit], {
      env,
      timeout: TIMEOUT_MS,
    });
    const [, seconds] = /^committer .* (\d{1,12}) [+-]\d{4}$/m.exec(stdout) ?? [];
    return seconds && new Date(Number(seconds) * 1000).toISOString();
  } catch {
    return undefined;
  } finally {
    await rm(empty, { recursive: true, force: true });
  }
}

const TIMEOUT_MS = 10_000;
const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** The commit that HEAD names, directly or by a branch. */
async function headOf(git: string): Promise<string | undefined> {
  const read = (path: string) =>
    readFile(join(git, path), 'utf8').then(
      (text) => text.trim(),
      () => '',
    );
  const head = await read('HEAD');
  if (COMMIT.test(head)) return head;
  const [, branch] = /^ref: (refs\/heads\/[\w./-]+)$/.exec(head) ?? [];
  if (!branch || branch.includes('..')) return undefined;
  const packed = (await read('packed-refs')).split('\n').find((line) => line.endsWith(` ${branch}`));
  const commit = (await read(branch)) || packed?.split(' ')[0] || '';
  return COMMIT.test(commit) ? commit : undefined;
}
