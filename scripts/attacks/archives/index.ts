/** Hostile archives, each with its expected outcome. They are built here: most are zips that no tool would make. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildGolden, readGolden } from '../../golden/golden.ts';
import type { Attack } from '../attack.ts';
import { aimCheck, controlCheck } from '../checks.ts';
import { addedEntries } from './added_entries.ts';
import { folders } from './folders.ts';
import { spoiltEntry } from './spoilt_entry.ts';
import { wholeArchive } from './whole_archive.ts';

const archives = { ...addedEntries, ...spoiltEntry, ...wholeArchive, ...folders };

export async function archiveAttacks(): Promise<Attack[]> {
  const honest = await buildGolden(await readGolden('pass', 'reference'));
  return Object.entries(archives).map(([id, { threat = 'archive', loses, findings, build }]) => ({
    id,
    cause: id,
    threat,
    checks: [aimCheck, controlCheck],
    honest: loses === 'all' ? [] : [controlCheck.subject.name, ...(loses === 'nothing' ? [aimCheck.subject.name] : [])],
    slow: false,
    isolatedOnly: false,
    surprise: async (grading) => {
      const found = grading.findings.map(({ severity, code, file, line }) =>
        [severity, code, file, line].filter(Boolean).join(' '),
      );
      const status = loses === 'all' ? 'refused' : 'graded';
      const isAsExpected =
        grading.status === status &&
        findings.every((finding) => found.includes(finding)) &&
        (loses === 'all' || found.length === findings.length);
      return isAsExpected ? undefined : `expected ${status}, ${findings}; got ${grading.status}, ${found}`;
    },
    write: async (parent) => {
      const built = build(honest);
      const path = join(parent, Buffer.isBuffer(built) ? 'work.zip' : 'work');
      if (Buffer.isBuffer(built)) await writeFile(path, built);
      else await built(path);
      return path;
    },
  }));
}
