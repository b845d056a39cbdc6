import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { submission } from '../../../assignment/submission.ts';
import { projectRoot } from '../../../lib/root.ts';
import { contentHash } from '../../../lib/submission/index.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

describe('submissionFiles', () => {
  it('are relative paths with forward slashes, each once', () => {
    expect(new Set(submission.files).size).toBe(submission.files.length);
    for (const path of submission.files) expect(path).toMatch(/^([a-z_]+\/)?[a-z_]+\.ts$/);
  });

  it('are the files of the skeleton and of the reference', async () => {
    for (const folder of ['skeleton', 'reference']) {
      const names = await readdir(join(projectRoot, folder), { recursive: true });
      expect(names.filter((name) => name.endsWith('.ts')).sort()).toEqual([...submission.files].sort());
    }
  });
});

describe('contentHash', () => {
  const files = new Map([
    ['style_utils.ts', bytes('a')],
    ['gradcam.ts', bytes('b')],
  ]);

  it('hashes the framed paths and bytes in sorted order', () => {
    const frame = (data: string) => Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 0, data.length]), Buffer.from(data)]);
    const stream = Buffer.concat([
      Buffer.from('assignment 3 submission, version 1\n'),
      ...['gradcam.ts', 'b', 'style_utils.ts', 'a'].map(frame),
    ]);
    expect(contentHash(files, submission)).toBe(createHash('sha256').update(stream).digest('hex'));
  });

  it('does not depend on the order of the map', () => {
    expect(contentHash(new Map([...files].reverse()), submission)).toBe(contentHash(files, submission));
  });

  it('sees every byte, every path, and an empty file', () => {
    const others = [
      new Map([...files, ['style_utils.ts', bytes('a\n')]]),
      new Map([...files, ['saliency_map.ts', bytes('')]]),
      new Map([...files, ['helpers.ts', bytes('')]]),
      new Map([
        ['gradcam.ts', bytes('a')],
        ['style_utils.ts', bytes('b')],
      ]),
      new Map([['gradcam.ts', bytes('b')]]),
    ];
    const hashes = [files, ...others].map((each) => contentHash(each, submission));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
