import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeUnused } from '../../../grader/runtime/cache.ts';

it('removes runtimes that were not used for a month, and nothing else', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'a3-cache-'));
  try {
    const [old, used, other] = ['a'.repeat(64), 'b'.repeat(64), 'node-1-2'];
    for (const name of [old, used, other]) await mkdir(join(cache, name, 'runtime'), { recursive: true });
    const longAgo = new Date(Date.now() - 40 * 24 * 3_600_000);
    for (const name of [old, used, other]) await utimes(join(cache, name), longAgo, longAgo);
    await mkdir(join(cache, used, 'module.1-1')); // as a sandbox does
    await removeUnused(cache);
    expect((await readdir(cache)).sort()).toEqual([used, other]);
  } finally {
    await rm(cache, { recursive: true });
  }
});
