import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deterministicZip } from '../../../lib/submission/archive.ts';

const files = new Map([
  ['b/c.ts', Buffer.from('c')],
  ['a.ts', Buffer.from('aaaa')],
]);

describe('deterministicZip', () => {
  it('does not depend on the order of the files', async () => {
    expect(await deterministicZip(new Map([...files].reverse()))).toEqual(await deterministicZip(files));
  });

  it.skipIf(spawnSync('unzip', ['-v']).error)('is stored, sorted, dated 1980, and readable by Info-ZIP', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zip-'));
    await writeFile(join(folder, 'x.zip'), await deterministicZip(files));
    const listing = execFileSync('unzip', ['-Z', '-T', join(folder, 'x.zip')], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' },
    });
    expect(execFileSync('unzip', ['-t', join(folder, 'x.zip')], { encoding: 'utf8' })).toContain('No errors detected');
    await rm(folder, { recursive: true });
    const entries = listing.split('\n').filter((line) => line.startsWith('-'));
    expect(entries.map((line) => line.split(' ').at(-1))).toEqual(['a.ts', 'b/c.ts']);
    for (const line of entries) expect(line).toMatch(/^-rw-r--r-- .* stor 19800101\.000000 /);
  });
});
