/** A student's path through the handout: unpacked, solved function by function, tested after each. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { handout } from '../../assignment/handout.ts';
import type { Subject } from '../../harness/check.ts';
import { hasFixture } from '../../harness/fixtures.ts';
import { sumPoints } from '../../harness/points.ts';
import { fillStub } from './fill.ts';

export interface Step {
  /** What was solved since the previous step. */
  readonly solved: readonly Subject[];
  readonly points: number;
  readonly expected: number;
  readonly maximum: number;
  readonly seconds: number;
  /** What `npm test` printed. */
  readonly output: string;
}

/** @param files path in the handout → bytes */
export async function unpack(files: ReadonlyMap<string, Uint8Array>, folder: string): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

/** Instead of `npm install`: the project's own packages. */
export async function borrowPackages(projectRoot: string, folder: string): Promise<void> {
  await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

/** The functions in the handout's order, each after those that it builds on. */
export const functions: readonly Subject[] = [...new Set(handout.checks.map(({ subject }) => subject))];

/**
 * Runs `npm test` on the untouched handout, then solves each group of functions with the reference and runs it again.
 *
 * @throws Error if a run prints no total
 */
export async function* walk(
  projectRoot: string,
  folder: string,
  groups: readonly (readonly Subject[])[],
): AsyncGenerator<Step> {
  let solved: readonly Subject[] = [];
  for (const group of [[], ...groups]) {
    for (const subject of group) await solve(projectRoot, folder, subject);
    solved = [...solved, ...group];
    const startMs = performance.now();
    const { output } = await npm(folder, 'test');
    const seconds = (performance.now() - startMs) / 1000;
    const total = /Total +([\d.]+) \/ ([\d.]+)/.exec(output);
    if (!total) throw new Error(`npm test printed no total:\n${output}`);
    const [points, maximum] = [Number(total[1]), Number(total[2])];
    yield { solved: group, points, expected: pointsOf(solved), maximum, seconds, output };
  }
}

async function solve(projectRoot: string, folder: string, { module, name }: Subject): Promise<void> {
  const path = join(folder, module);
  const solution = await readFile(join(projectRoot, 'reference', module), 'utf8');
  await writeFile(path, fillStub(await readFile(path, 'utf8'), solution, name));
}

function pointsOf(solved: readonly Subject[]): number {
  const own = handout.checks.filter((check) => hasFixture(check) && solved.includes(check.subject));
  return sumPoints(own.map(({ points }) => points));
}

/** Runs an npm command in a folder. */
export function npm(folder: string, ...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, FORCE_COLOR: '0' };
    execFile('npm', args, { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
    });
  });
}
