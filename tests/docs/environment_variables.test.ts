/** docs/operating.md names every environment variable that the code reads. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../lib/root.ts';
import { settings } from '../../server/config.ts';

const FOLDERS = [
  'lib',
  'skeleton',
  'reference',
  'harness',
  'assignment',
  'grader',
  'embedded_model',
  'server',
  'scripts',
];

/** Variables in `process.env.NAME`, `env.NAME` and `env['NAME']`. */
const READS = /\benv(?:\??\.|\??\.?\[['"])([A-Z][A-Z0-9_]+)/g;

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.[cm]?[tj]s$/.test(path))
    .map((path) => readFileSync(join(projectRoot, folder, path), 'utf8')),
);
const named = sources.flatMap((text) => [...text.matchAll(READS)].map(([, name]) => name!));
const read = [...new Set([...named, ...Object.keys(settings.shape)])].sort();

const page = readFileSync(join(projectRoot, 'docs/operating.md'), 'utf8');
const section = page.slice(page.indexOf('## Environment variables'));
const firstCells = [...section.matchAll(/^\|([^|]*)\|/gm)].map(([, cell]) => cell!);
const listed = firstCells.flatMap((cell) => [...cell.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name!));

describe('docs/operating.md', () => {
  it('names every environment variable that the code reads', () => {
    expect(read).toEqual(expect.arrayContaining(['A3_ENGINE', 'A3_SANDBOX', 'A3_SECRET', 'A3_WEIGHTS']));
    expect(read.filter((name) => !listed.includes(name))).toEqual([]);
  });

  it('names no variable of ours that nothing reads', () => {
    expect(listed.filter((name) => name.startsWith('A3_') && !read.includes(name))).toEqual([]);
  });
});
