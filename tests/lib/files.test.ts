import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { writeFileAtomically } from '../../lib/files.ts';
import { withFolder } from '../../scripts/support/folders.ts';

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>();
  return { ...original, rename: vi.fn(original.rename) };
});

it.skipIf(process.platform === 'win32')('a private file is private before it has its name', () =>
  withFolder(async (folder) => {
    const real = vi.mocked(rename).getMockImplementation()!;
    const modes: number[] = [];
    vi.mocked(rename).mockImplementation(async (from, to) => {
      modes.push((await stat(from)).mode & 0o777);
      return real(from, to);
    });
    await writeFileAtomically(join(folder, 'autograder.zip'), 'secret', 0o600);
    expect([...modes, (await stat(join(folder, 'autograder.zip'))).mode & 0o777]).toEqual([0o600, 0o600]);
  }),
);
