/** A folder that cannot be opened: these tests may run as root, who can open all, so the file system's answer is simulated. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { submission } from '../../../assignment/submission.ts';
import { intake } from '../../../grader/intake/index.ts';
import { withFolder } from '../../../scripts/support/folders.ts';

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>();
  return { ...original, readdir: vi.fn(original.readdir) };
});

const real = vi.mocked(readdir).getMockImplementation()!;
const locked = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });

beforeEach(() => {
  vi.mocked(readdir).mockImplementation(((path: string, options: object) =>
    path.endsWith('locked') ? Promise.reject(locked) : real(path, options as never)) as never);
});

it('is a finding about the submission, whose other files are read', () =>
  withFolder(async (folder) => {
    await mkdir(join(folder, 'locked'));
    await writeFile(join(folder, 'gradcam.ts'), 'export {};\n');
    const result = await intake(folder, submission);
    expect(result.ok && [...result.submission.files.keys()]).toEqual(['gradcam.ts']);
    expect(result.findings).toContainEqual({
      severity: 'warning',
      code: 'intake.unreadable',
      message: expect.stringContaining('locked'),
    });
  }));

it('is the reason where nothing else is there', () =>
  withFolder(async (folder) => {
    await mkdir(join(folder, 'locked'));
    const { ok, findings } = await intake(folder, submission);
    expect([ok, findings[0]]).toEqual([
      false,
      expect.objectContaining({ code: 'intake.nothing', message: expect.stringContaining('lacks permission') }),
    ]);
  }));

it("is the operator's where it is the submission's own folder", () =>
  withFolder(async (folder) => {
    await mkdir(join(folder, 'locked'));
    await expect(intake(join(folder, 'locked'), submission)).rejects.toThrow('EACCES');
  }));
