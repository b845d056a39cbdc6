/** What grading costs: cold, warm, by the hour, in memory; and what the sandbox adds. The submission is the full reference. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { assignment } from '../../assignment/assignment.ts';
import { type Course, openCourse } from '../../grader/course.ts';
import { grade } from '../../grader/grade.ts';
import { sandboxesOf, withPool } from '../../grader/pool/index.ts';
import { SandboxPool } from '../../grader/pool/pool.ts';
import { type StartSandbox, startSandbox } from '../../grader/sandbox/sandbox.ts';
import type { Grading } from '../../grader/types.ts';
import { projectRoot } from '../../lib/root.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { buildGolden, readGolden } from '../golden/golden.ts';
import { startBare } from './bare_level.ts';
import { MemoryWatch } from './memory.ts';
import { median, quantile } from './statistics.ts';

/** Of each command for figures that need a whole process. */
const COLD_RUNS = 3;
const CLASS_SIZE = 10;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

export async function benchGrading({ runs }: { runs: number }): Promise<void> {
  const [load] = loadavg() as [number];
  console.log(
    `Grading: the full reference, ${availableParallelism()} × ${cpus()[0]?.model.trim()}; load before: ${load.toFixed(1)}`,
  );
  const folder = await mkdtemp(join(tmpdir(), 'a3-bench-'));
  try {
    const zips = await makeZips(folder, CLASS_SIZE);
    await cold(zips[0]!, folder);
    const course = await openCourse({ assignment });
    console.log(`  network: ${course.receipt.modelDescription}`);
    await warm(zips[0]!, course, runs);
    await isolation(zips[0]!, course, Math.max(3, Math.ceil(runs / 10)));
    for (const jobs of [1, 2]) await byTheHour(zips, join(folder, `jobs${jobs}`), jobs);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The reference, each with a remark in every file: no two have the same content, so nothing that is cached helps. */
async function makeZips(folder: string, count: number): Promise<string[]> {
  const files = await buildGolden(await readGolden('pass', 'reference'));
  const zips: string[] = [];
  for (let i = 0; i < count; i++) {
    const own = [...files].map(
      ([path, bytes]) => [path, Buffer.concat([bytes, Buffer.from(`// student ${i}\n`)])] as const,
    );
    const zip = join(folder, `student${i}.zip`);
    await writeFile(zip, await deterministicZip(new Map(own)));
    zips.push(zip);
  }
  return zips;
}

async function cold(zip: string, folder: string): Promise<void> {
  const runs = [];
  for (let i = 0; i < COLD_RUNS; i++) runs.push(await command([zip, '--out', join(folder, `cold${i}`)]));
  const peak = Math.max(...runs.map(({ peakBytes }) => peakBytes));
  console.log(
    `  cold \`npm run grade\`, ${COLD_RUNS} runs: median ${seconds(median(runs.map(({ ms }) => ms)))}, ${memory(peak)}`,
  );
}

async function warm(zip: string, course: Course, runs: number): Promise<void> {
  const { course: pooled, pool } = withPool(course);
  const [times, processor, fills]: number[][] = [[], [], []] as number[][];
  for (let i = -2; i < runs; i++) {
    const fillMs = performance.now();
    await pool.full();
    const startMs = performance.now();
    const before = process.cpuUsage();
    rightly(await grade(zip, pooled));
    const { user, system } = process.cpuUsage(before);
    if (i < 0) continue; // the first two warm up
    fills!.push(startMs - fillMs);
    times!.push(performance.now() - startMs);
    processor!.push((user + system) / 1000);
  }
  // Apart from the timed ones: to look at so many processes takes time too.
  const watch = new MemoryWatch();
  await pool.full();
  rightly(await grade(zip, pooled));
  const peak = watch.stop();
  await pool.close();
  console.log(
    `  warm, ${runs} runs: median ${seconds(median(times!))}, p95 ${seconds(quantile(times!, 0.95))}; ` +
      `of the host's processor ${seconds(median(processor!))}; ${memory(peak)}`,
  );
  console.log(`    then ${sandboxesOf(course).length} sandboxes start for the next one: ${seconds(median(fills!))}`);
}

/** The same gradings by turns with sandboxes and with bare processes, so that whatever else the machine does falls on both. */
async function isolation(zip: string, course: Course, runs: number): Promise<void> {
  const sides = [startBare, startSandbox].map((start) => pooledBy(start, course));
  for (let i = -1; i < runs; i++) {
    for (const side of sides) {
      const fillMs = performance.now();
      await side.pool.full();
      const startMs = performance.now();
      const grading = rightly(await grade(zip, side.course));
      if (i < 0) continue;
      side.containment = grading.containment?.level ?? 'none';
      side.starting.push(startMs - fillMs);
      side.grading.push(performance.now() - startMs);
    }
  }
  await Promise.all(sides.map(({ pool }) => pool.close()));
  const [bare, contained] = sides as [Side, Side];
  const compare = (of: 'grading' | 'starting') => {
    const [without, withIt] = [median(bare[of]), median(contained[of])];
    return `${seconds(withIt)} against ${seconds(without)} (${(100 * (withIt / without - 1)).toFixed(0)} %)`;
  };
  console.log(
    `  isolation, ${runs} runs each, with (${contained.containment}) against without: ` +
      `warm grading ${compare('grading')}; starting all sandboxes ahead ${compare('starting')}`,
  );
}

interface Side {
  readonly course: Course;
  readonly pool: SandboxPool;
  readonly grading: number[];
  readonly starting: number[];
  containment: string;
}

function pooledBy(start: StartSandbox, course: Course): Side {
  const { runtime, sandboxModel: model, limits } = course;
  const pool = new SandboxPool({
    start: (dependencies) => start({ runtime, model, limits, dependencies, warm: true }),
    stock: sandboxesOf(course),
  });
  return { pool, course: { ...course, startSandbox: pool.take }, grading: [], starting: [], containment: 'none' };
}

async function byTheHour(zips: readonly string[], out: string, jobs: number): Promise<void> {
  const first = await command([zips[0]!, '--out', join(out, 'one')]);
  const all = await command([...zips, '--out', join(out, 'all'), '--jobs', String(jobs)]);
  // Starting the grader counts once for a class of any size.
  const perSubmissionMs = all.ms / zips.length;
  console.log(
    `  ${jobs} at a time, ${zips.length} submissions: ${Math.round(3_600_000 / perSubmissionMs)} an hour, ` +
      `${seconds(perSubmissionMs)} each, start included; ${memory(all.peakBytes)}; one alone: ${memory(first.peakBytes)}`,
  );
}

/** `npm run grade` without npm, which takes half a second of its own. */
async function command(args: readonly string[]): Promise<{ ms: number; peakBytes: number }> {
  const startMs = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, 'scripts/grade.ts'), ...args], {
    cwd: projectRoot,
    stdio: 'ignore',
  });
  const watch = new MemoryWatch(child.pid);
  const [code] = await once(child, 'close');
  const peakBytes = watch.stop();
  if (code !== 0) throw new Error(`bench: npm run grade ended with ${code}.`);
  return { ms: performance.now() - startMs, peakBytes };
}

function rightly(grading: Grading): Grading {
  if (grading.status !== 'graded' || grading.score !== grading.maxScore) {
    throw new Error(
      `bench: the reference got ${grading.score} of ${grading.maxScore} (${grading.status}). ${grading.failure ?? ''}`,
    );
  }
  return grading;
}

function memory(peakBytes: number): string {
  return `peak memory of all processes ${peakBytes > 0 ? mebibytes(peakBytes) : 'unknown on this system'}`;
}
