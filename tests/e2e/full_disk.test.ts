/** Disks that are full or read-only, and places that are taken: each command ends with a sentence and a next step. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../lib/root.ts';
import { withFolder } from '../../scripts/support/folders.ts';

const run = promisify(execFile);
const mounts = 'mount -t tmpfs -o "$1" tmpfs "$2" && shift 2 && exec "$@"';
const canMount =
  process.platform === 'linux' &&
  (await run('unshare', ['-m', 'sh', '-c', mounts, 'sh', 'size=64k', '/mnt', 'true']).then(
    () => true,
    () => false,
  ));

/** What a command prints, whose output folder is on such a disk. */
async function printed(args: readonly string[], disk: string, folder: string): Promise<string> {
  const node = [process.execPath, '--import', 'tsx', ...args];
  const env = { ...process.env, A3_SECRET: '7d1c5b0e9a3f4862c4d07be95f218a6372e0b9d4516c8fa39b57e2d01c64f8a3' };
  const ended = run('unshare', ['-m', 'sh', '-c', mounts, 'sh', disk, folder, ...node], { cwd: projectRoot, env });
  const { stdout, stderr } = await ended.catch((failed: { stdout: string; stderr: string }) => failed);
  return stdout + stderr;
}

const commands = (out: string): [string, string[]][] => [
  ['grade', ['scripts/grade.ts', join(projectRoot, 'docs/images/report.png'), '--out', join(out, 'deep/out')]],
  ['collect', ['collect_submission.ts', '-o', join(out, 'x.zip')]],
  [
    'saliency_map',
    [
      'scripts/run_entry.ts',
      'saliency_map',
      '--target=reference',
      '--size',
      '32',
      '--images',
      'assets/images/cat.png',
      '--out',
      join(out, 'figures'),
    ],
  ],
];

describe.skipIf(!canMount).each(['grade', 'collect', 'saliency_map'])('npm run %s', (name) => {
  it.each([
    ['size=4k', /the disk is full\. (Make room, then run the same command again \(ENOSPC\)|Choose another path)/],
    ['ro', /the disk is read-only\. Choose another (folder, then run the same command again \(EROFS\)|path)/],
  ])('on a disk with %s', (disk, sentence) =>
    withFolder(async (folder) => {
      await mkdir(join(folder, 'disk'));
      const args = commands(join(folder, 'disk')).find(([command]) => command === name)![1];
      const text = await printed(args, disk, join(folder, 'disk'));
      expect(text).toMatch(sentence);
      expect(text).not.toMatch(/\n {4}at /);
    }),
  );
});

it('where a file is instead of the output folder', () =>
  withFolder(async (folder) => {
    await writeFile(join(folder, 'deep'), '');
    const args = ['--import', 'tsx', ...commands(folder)[0]![1]];
    const ended = run(process.execPath, args, { cwd: projectRoot });
    await expect(ended).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/deep.* could not be used: a file is where/),
    });
  }));
