/**
 * `npm run fuzz -- --cases 100000 --seed 1`: fuzzes the code that reads untrusted bytes: intake, and the frames from a sandbox.
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { hasProc } from '../grader/sandbox/proc.ts';
import { commandLine, nonNegativeInteger, positiveInteger } from '../lib/command.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { startProgress } from '../lib/progress.ts';
import type { Target } from './fuzz/target.ts';
import { casesOf, targets } from './fuzz/targets.ts';

interface Options {
  cases: number;
  seed?: number;
  target: string;
}

async function main(): Promise<number> {
  const program = commandLine('npm run fuzz --')
    .description(
      'Generates hostile zips and frames, and checks that the grader handles each correctly. Exit code 1 if it does not.',
    )
    .option('--cases <number>', 'total number of cases, divided among the targets', positiveInteger, 100_000)
    .option('--seed <number>', 'the same seed gives the same cases (default: random)', nonNegativeInteger)
    .option('--target <text>', 'only targets whose name contains this; they get all cases', '')
    .parse();
  const { cases, seed = randomInt(2 ** 31), target } = program.opts<Options>();
  const folder = await mkdtemp(join(tmpdir(), 'a3-fuzz-'));
  try {
    const all = targets(folder);
    const chosen = all.filter(({ name }) => name.includes(target));
    if (chosen.length === 0) {
      throw new CourseError(
        `No target has "${target}" in its name. There are: ${all.map(({ name }) => name).join(', ')}.`,
      );
    }
    console.log(`Seed ${seed}. To repeat these cases: npm run fuzz -- --cases ${cases} --seed ${seed}`);
    return await fuzzAll(chosen, cases, seed);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function fuzzAll(chosen: readonly Target[], cases: number, seed: number): Promise<number> {
  const shares = chosen.reduce((sum, { share }) => sum + share, 0);
  const planned = chosen.map((target) => ({ target, numRuns: casesOf(target, cases / shares) }));
  const progress = startProgress(
    'Cases',
    planned.reduce((sum, { numRuns }) => sum + numRuns, 0),
  );
  const before = await openFiles();
  let done = 0;
  let findings = 0;
  try {
    for (const { target, numRuns } of planned) findings += await fuzz(target, numRuns);
  } finally {
    progress.stop();
  }
  const left = (await openFiles()) - before;
  if (left > 0) console.log(`${left} files were left open.`);
  console.log(`${done} cases, ${findings} findings.`);
  return findings > 0 || left > 0 ? 1 : 0;

  async function fuzz(target: Target, numRuns: number): Promise<number> {
    const startMs = performance.now();
    const details = await fc.check(
      target.property(() => {
        done++;
        progress.update(done, target.name);
      }),
      { numRuns, seed },
    );
    const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
    console.log(
      `${target.name}: ${details.numRuns} cases in ${seconds} s, ${details.failed ? 'a finding' : 'no finding'}`,
    );
    if (details.failed) console.log(fc.defaultReportMessage(details));
    return details.failed ? 1 : 0;
  }
}

/** How many files this process has open; 0 where the system does not report it. */
async function openFiles(): Promise<number> {
  return hasProc ? (await readdir('/proc/self/fd')).length : 0;
}

await runMain(main);
