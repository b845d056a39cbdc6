/** Hashes of files, and the files below a folder. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { filesBelow } from '../../lib/files.ts';
import { hashFiles } from '../../lib/hash.ts';

const bytes = (text: string) => Buffer.from(text);

it('tells apart what differs only in where a path or a file ends', () => {
  const hashes = [
    hashFiles('title', [['a', bytes('bc')]]),
    hashFiles('title', [['ab', bytes('c')]]),
    hashFiles('title', [
      ['a', bytes('b')],
      ['', bytes('c')],
    ]),
    hashFiles('titl', [['ea', bytes('bc')]]),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
});

it('lists files at every depth from the root, sorted, and no links', async () => {
  const root = await mkdtemp(join(tmpdir(), 'files-'));
  try {
    await mkdir(join(root, 'src/deep'), { recursive: true });
    for (const path of ['src/z.ts', 'src/deep/a.ts', 'beside.ts']) await writeFile(join(root, path), '');
    await symlink('z.ts', join(root, 'src/link.ts'));
    expect(await filesBelow(root, 'src')).toEqual(['src/deep/a.ts', 'src/z.ts']);
    expect(await filesBelow(join(root, 'src'))).toEqual(['deep/a.ts', 'z.ts']);
    expect(await filesBelow(root, 'nowhere')).toEqual([]);
  } finally {
    await rm(root, { recursive: true });
  }
});
