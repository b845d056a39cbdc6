/** Names that are costly to bring into one form. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { submission } from '../../../assignment/submission.ts';
import { intake } from '../../../grader/intake/index.ts';
import type { IntakeResult } from '../../../grader/types.ts';
import { withFolder } from '../../../scripts/support/folders.ts';
import { makeZip, type ZipPart } from '../../../scripts/support/make_zip.ts';

const work = submission.files.map((name): ZipPart => ({ name, content: `export const path = '${name}';\n` }));

/** The work, and one more file of that name. */
const withName = (name: string): Promise<IntakeResult> =>
  withFolder(async (folder) => {
    const path = join(folder, 'work.zip');
    await writeFile(path, makeZip([...work, { name, content: '' }]));
    return intake(path, submission);
  });
const filesOf = (result: IntakeResult) => (result.ok ? [...result.submission.files.keys()].sort() : []);
const finding = (result: IntakeResult) => result.findings.find(({ code }) => code === 'intake.path');

describe('names that are costly to bring into one form', () => {
  it.each([
    ['one that is overlong', 'a'.repeat(60_000)],
    ['one of combining marks', `a${'\u0301'.repeat(490)}${'\u0316'.repeat(490)}`],
    ['one of marks of many scripts', `a${'\u0e38\u0f71\u05b0\u0651'.repeat(8)}`],
  ])('are left out before that: %s', async (_, name) => {
    const normalize = vi.spyOn(String.prototype, 'normalize');
    try {
      const result = await withName(name);
      expect(filesOf(result)).toEqual([...submission.files].sort());
      expect(finding(result)?.message.length).toBeLessThan(400);
      expect(normalize.mock.contexts.filter((text) => String(text).length > 100)).toEqual([]);
    } finally {
      normalize.mockRestore();
    }
  });

  it('are those of no language: an honest name with marks is kept', async () => {
    const result = await withName('bài_làm_của_em_Việt/học.txt'.normalize('NFD'));
    expect(finding(result)).toBeUndefined();
  });
});
