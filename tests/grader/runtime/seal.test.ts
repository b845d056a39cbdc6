import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isIntact, seal } from '../../../grader/runtime/seal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a3-seal-'));
  for (const part of ['runtime', 'dependencies']) await mkdir(join(folder, part));
  await writeFile(join(folder, 'runtime/child.js'), 'export {};');
  await seal(folder);
});
afterEach(() => rm(folder, { recursive: true }));

it('a runtime is intact as long as nothing of it changes; sandboxes’ modules beside it do not count', async () => {
  await mkdir(join(folder, 'module.1'));
  expect(await isIntact(folder)).toBe(true);
});

it.each<[string, () => Promise<unknown>]>([
  ['a file is gone', () => rm(join(folder, 'runtime/child.js'))],
  ['a file is cut off', () => truncate(join(folder, 'runtime/child.js'), 3)],
  ['a file was added', () => writeFile(join(folder, 'runtime/more.js'), '')],
  ['everything is gone', () => rm(join(folder, 'runtime'), { recursive: true })],
  ['it was never finished', () => rm(join(folder, 'sha256'))],
])('it is damaged if %s', async (_, damage) => {
  await damage();
  expect(await isIntact(folder)).toBe(false);
});
