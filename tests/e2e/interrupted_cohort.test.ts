/** A cohort whose grading is killed and taken up again comes to the same as one that nobody disturbed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { STAFF_FOLDER } from '../../grader/report/index.ts';
import { projectRoot } from '../../lib/root.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { buildGolden, type GoldenKind, readGolden } from '../../scripts/golden/golden.ts';
import { withFolder } from '../../scripts/support/folders.ts';

const MEMBERS: [GoldenKind, string][] = [
  ['pass', 'reference'],
  ['fail', 'gram.reshape'],
  ['fail', 'tvLoss.mean'],
  ['error', 'syntax'],
  ['attack', 'exit_in_function'],
];

const timeout = 180_000;

it('loses nothing, grades nothing twice, and gives the same results', { timeout }, () =>
  withFolder(async (folder) => {
    const zips = await makeCohort(folder);
    const [undisturbed, killed] = [join(folder, 'undisturbed'), join(folder, 'killed')];
    expect(await gradeUntil(undisturbed, zips)).toHaveLength(zips.length);

    const before = await gradeUntil(killed, zips, 2);
    const finished = await finishedIn(killed);
    expect(before.length).toBeGreaterThanOrEqual(2);
    expect(finished.size).toBeGreaterThanOrEqual(before.length);
    expect(finished.size).toBeLessThan(zips.length);

    await gradeUntil(killed, zips);
    const after = await finishedIn(killed);
    for (const [name, time] of finished) expect([name, after.get(name)]).toEqual([name, time]);
    expect(await resultsIn(killed)).toEqual(await resultsIn(undisturbed));

    expect(await gradeUntil(killed, zips)).toEqual([]);
    expect(await finishedIn(killed)).toEqual(after);
    // Nothing else is left there: no half a folder, no temporary file.
    expect((await readdir(killed)).sort()).toEqual((await readdir(undisturbed)).sort());
    for (const name of after.keys())
      expect(await readdir(join(killed, name))).toEqual(['history', 'report.html', 'results.json']);
  }),
);

async function makeCohort(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [kind, id] of MEMBERS) {
    const path = join(folder, `${id}.zip`);
    await writeFile(path, await deterministicZip(await buildGolden(await readGolden(kind, id))));
    paths.push(path);
  }
  const twin = join(folder, 'twin.zip');
  await cp(paths[0]!, twin);
  const damaged = join(folder, 'damaged.zip');
  await writeFile(damaged, 'PK no more');
  return [...paths, twin, damaged];
}

/** Grades the cohort in a process of its own, which is killed when so many are done. @returns what it said it had graded */
async function gradeUntil(out: string, zips: readonly string[], graded = Number.POSITIVE_INFINITY): Promise<string[]> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const script = join(projectRoot, 'tests/support/cohort_to_kill.ts');
  const child: ChildProcess = spawn(process.execPath, ['--import', tsx, script, out, ...zips], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout! })) {
    lines.push(line);
    if (lines.length >= graded) child.kill('SIGKILL');
  }
  const [code, signal] = await closed;
  expect([code, signal]).toEqual(graded < zips.length ? [null, 'SIGKILL'] : [0, null]);
  return lines;
}

/** Name → when its results were made. */
async function finishedIn(out: string): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const name of (await readdir(out)).filter((name) => !name.startsWith('.') && name !== STAFF_FOLDER)) {
    found.set(name, (await stat(join(out, name, 'results.json'))).mtimeMs);
  }
  return found;
}

/** Name → results, but for the one time in them. */
async function resultsIn(out: string): Promise<Record<string, unknown>> {
  const names = [...(await finishedIn(out)).keys()].sort();
  const entries = names.map(async (name) => {
    const { execution_time: _, ...results } = JSON.parse(await readFile(join(out, name, 'results.json'), 'utf8'));
    return [name, results];
  });
  return Object.fromEntries(await Promise.all(entries));
}
