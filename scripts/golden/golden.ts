/**
 * Golden submissions (fixtures/submissions): changes to a base, with the expected grading. Stored as changes, so that they
 * follow the reference and the skeleton; a change that no longer applies is an error.
 */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { submission } from '../../assignment/submission.ts';
import { filesBelow } from '../../lib/files.ts';
import { projectRoot } from '../../lib/root.ts';

export const goldenRoot = join(projectRoot, 'fixtures/submissions');

/** The categories of threats to a grader. */
export const threats = [
  'archive',
  'build and resolution',
  'inside the process',
  'results and secrets',
  'resources',
] as const;
export type Threat = (typeof threats)[number];

/** One text, or its lines. */
const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join('\n'))]);

const schema = z.strictObject({
  /** Description, for people. */
  cause: z.string(),
  base: z.enum(['reference', 'skeleton']),
  /** Replacements in a file's text: `find` must occur exactly once. */
  edits: z.array(z.strictObject({ file: z.string(), find: z.string(), replace: text })).default([]),
  /** Files to leave out. */
  without: z.array(z.string()).default([]),
  /** Files taken from the other base unchanged. */
  swap: z.array(z.string()).default([]),
  attack: z
    .strictObject({
      threat: z.enum(threats),
      /** Functions in the changed files that are solved honestly; others in these files must earn nothing. */
      honest: z.array(z.string()).default([]),
      /** It only ends when it reaches a limit: run by `npm run attacks`, not by `npm test`. */
      slow: z.boolean().default(false),
      /** It would harm this machine without isolation. */
      isolatedOnly: z.boolean().default(false),
    })
    .optional(),
});

export interface Golden extends z.infer<typeof schema> {
  /** The folder's name, e.g. `tvLoss.one`. */
  readonly id: string;
  readonly folder: string;
  /** Whole files from its folder `files/`, replacing the base's. */
  readonly overlay: readonly string[];
}

export type GoldenKind = 'pass' | 'fail' | 'error' | 'attack';

export async function goldens(kind: GoldenKind): Promise<Golden[]> {
  const ids = (await readdir(join(goldenRoot, kind))).sort();
  return Promise.all(ids.map((id) => readGolden(kind, id)));
}

export async function readGolden(kind: GoldenKind, id: string): Promise<Golden> {
  const folder = join(goldenRoot, kind, id);
  const description = schema.parse(JSON.parse(await readFile(join(folder, 'submission.json'), 'utf8')));
  return { ...description, id, folder, overlay: await filesBelow(join(folder, 'files')) };
}

/** The files of the assignment that differ from the base. */
export function changedFiles({ edits, without, swap, overlay }: Golden): string[] {
  return [...new Set([...edits.map(({ file }) => file), ...without, ...swap, ...overlay])];
}

/** @returns its files: path with `/` → bytes */
export async function buildGolden(golden: Golden): Promise<Map<string, Buffer>> {
  const other = golden.base === 'reference' ? 'skeleton' : 'reference';
  const files = new Map<string, Buffer>();
  for (const file of submission.files) {
    if (golden.without.includes(file)) continue;
    files.set(file, await readFile(join(projectRoot, golden.swap.includes(file) ? other : golden.base, file)));
  }
  for (const { file, find, replace } of golden.edits) {
    const parts = files.get(file)?.toString('utf8').split(find) ?? [];
    if (parts.length !== 2) {
      throw new Error(
        `${golden.id}: ${file} has ${parts.length - 1} places with ${JSON.stringify(find)}, expected one. Fix submission.json.`,
      );
    }
    files.set(file, Buffer.from(parts.join(replace)));
  }
  for (const file of golden.overlay) files.set(file, await readFile(join(golden.folder, 'files', file)));
  return files;
}
