/** Folders, submitted without a zip. */
import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../../lib/root.ts';
import { type Archive, FILE, folder } from './archive.ts';

export const folders: Readonly<Record<string, Archive>> = {
  'a folder with a link to the solution': folder('file', [`file intake.link ${FILE}`], (path) =>
    symlink(join(projectRoot, 'reference', FILE), join(path, FILE)),
  ),
  'a folder with a pipe that nobody writes to': folder('file', [`file intake.kind ${FILE}`], async (path) => {
    execFileSync('mkfifo', [join(path, FILE)]);
  }),
  'a folder that links to itself': folder('nothing', ['warning intake.ignored'], (path) =>
    symlink('.', join(path, 'again')),
  ),
  'a folder inside folders without end': folder('nothing', ['warning intake.ignored'], async (path) => {
    await mkdir(join(path, ...Array<string>(200).fill('deeper')), { recursive: true });
    await writeFile(join(path, 'deeper/x.ts'), 'x');
  }),
};
