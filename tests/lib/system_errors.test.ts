import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CourseError, explain, StudentError } from '../../lib/errors.ts';
import { readInputFile, writeFileAtomically } from '../../lib/files.ts';
import { systemProblem } from '../../lib/system_errors.ts';
import { withFolder } from '../../scripts/support/folders.ts';

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

it('says of a file that cannot be written which it is, why, and what to do', () =>
  withFolder(async (folder) => {
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'folder'));
    expect(explain(await caught(writeFileAtomically(join(folder, 'file/x.json'), '')))).toMatch(
      /file could not be used: something else has that name\. Move it away, or choose another name, then run the same command again \(EEXIST\)\.$/,
    );
    expect(explain(await caught(writeFileAtomically(join(folder, 'folder'), '')))).toMatch(
      /folder could not be used: a folder is where a file is needed\. .* \(EISDIR\)\.$/,
    );
    await expect(readInputFile(join(folder, 'file/x'))).rejects.toThrow(
      /x could not be read: a file is where a folder/,
    );
  }));

it.skipIf(process.platform !== 'linux')('a full disk, for which the system names no file', async () => {
  expect(explain(await caught(writeFile('/dev/full', 'x')))).toBe(
    'A file could not be used: the disk is full. Make room, then run the same command again (ENOSPC).',
  );
});

it('leaves bugs with their stack, and sentences as they are', async () => {
  expect(systemProblem(await caught(readFile('/no/such/file')))).toBeUndefined();
  expect(systemProblem(undefined)).toBeUndefined();
  expect(explain(new Error('x'))).toMatch(/^Error: x\n {4}at /);
  expect(explain(new CourseError('One sentence.'))).toBe('One sentence.');
  expect(explain(new StudentError('Another.'))).toBe('Another.');
});
