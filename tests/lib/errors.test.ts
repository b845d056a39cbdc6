/** What a command says where a file cannot be written. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { runMain, StudentError } from '../../lib/errors.ts';
import { writeFileAtomically } from '../../lib/files.ts';
import { withFolder } from '../../scripts/support/folders.ts';

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** @returns exit code and what was said */
async function end(main: () => Promise<void>): Promise<[unknown, string]> {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  await runMain(main);
  const ended = [process.exitCode, String(said.mock.lastCall?.[0])] as [unknown, string];
  process.exitCode = undefined; // Vitest's own
  return ended;
}

it.each([
  ['ENOSPC', 'the disk is full. Make room'],
  ['EDQUOT', 'the quota is exceeded. Make room'],
  ['EROFS', 'the disk is read-only. Choose another folder'],
  ['EACCES', 'permission is denied. Choose another folder, or change its permissions'],
  ['EEXIST', 'something else has that name. Move it away, or choose another name'],
])('%s is a sentence with the next step', async (code, words) => {
  const error = Object.assign(new Error(`${code}: bad luck, write`), { code, path: '/class/out' });
  const [exitCode, said] = await end(() => Promise.reject(error));
  expect(exitCode).toBe(2);
  expect(said).toBe(`/class/out could not be used: ${words}, then run the same command again (${code}).`);
});

it('a bug keeps its stack', async () => {
  const [exitCode, said] = await end(() => Promise.reject(new TypeError('no such thing')));
  expect([exitCode, said]).toEqual([2, expect.stringContaining('no such thing')]);
  expect((await end(() => Promise.reject(new StudentError('Solve it.')))).at(0)).toBe(1);
});

it('a file where a folder is needed', () =>
  withFolder(async (folder) => {
    await writeFile(join(folder, 'out'), '');
    const [, said] = await end(() => writeFileAtomically(join(folder, 'out/ada/results.json'), '{}'));
    expect(said).toMatch(
      /ada could not be used: a file is where a folder is needed. .*, then run the same command again \(ENOTDIR\)\.$/,
    );
  }));

const mount = (folder: string) => spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);

it.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)('a disk that is really full', ({ skip }) =>
  withFolder(async (folder) => {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    if (mount(disk).status !== 0) skip('nothing may be mounted here');
    try {
      const [exitCode, said] = await end(() => writeFileAtomically(join(disk, 'grades.csv'), Buffer.alloc(2 ** 20)));
      expect(exitCode).toBe(2);
      expect(said).toContain(`${join(disk, 'grades.csv')} could not be used: the disk is full. Make room`);
    } finally {
      execFileSync('umount', [disk]);
    }
  }),
);
