/** The cost of grading, in two stages and in one: time, processor time, memory, submissions per minute. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { assignment } from '../../assignment/assignment.ts';
import { type Course, openCourse } from '../../grader/course.ts';
import { grade } from '../../grader/grade.ts';
import { withPool } from '../../grader/pool/index.ts';
import { projectRoot } from '../../lib/root.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { tableLines } from '../../lib/table.ts';
import { buildGolden, type GoldenKind, readGolden } from '../golden/golden.ts';
import { MemoryWatch } from './memory.ts';
import { measured, PHASES } from './phases.ts';
import { median, quantile } from './statistics.ts';

const SUBMISSIONS: readonly (readonly [GoldenKind, string])[] = [
  ['pass', 'reference'],
  ['fail', 'half_finished'],
  ['fail', 'two_mistakes'],
  ['attack', 'exit_in_function'],
];
const COHORT_SIZE = 20;

const seconds = (ms: number): string => (ms / 1000).toFixed(2);
const mebibytes = (bytes: number): string => (bytes > 0 ? String(Math.round(bytes / 2 ** 20)) : 'unknown');

export async function benchGrading({ runs }: { runs: number }): Promise<void> {
  console.log(
    `Grading, ${availableParallelism()} × ${cpus()[0]?.model.trim()}, load before: ${loadavg()[0]?.toFixed(1)}; ${runs} runs each`,
  );
  const folder = await mkdtemp(join(tmpdir(), 'a3-bench-'));
  try {
    const ways = {
      'two stages': await openCourse({ assignment }),
      'one stage': await openCourse({ assignment, together: false }),
    };
    const rows = [
      ['warm', '', 'median s', 'p95 s', 'CPU s', 'peak MiB', ...PHASES.map((phase) => `${phase} s`), 'host s'],
    ];
    for (const [kind, id] of SUBMISSIONS) {
      const zips = await copies(folder, kind, id, runs);
      for (const [way, course] of Object.entries(ways)) rows.push([id, way, ...(await warm(zips, course))]);
    }
    print(rows);
    const zips = await copies(folder, 'pass', 'reference', COHORT_SIZE);
    const cohorts = [['cohort of the reference', 'at a time', 'submissions per minute', 'peak MiB']];
    for (const jobs of [1, 2])
      cohorts.push([`${COHORT_SIZE}, start included`, String(jobs), ...(await ofACohort(zips, folder, jobs))]);
    print(cohorts);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function print(rows: readonly (readonly string[])[]): void {
  console.log(['', ...tableLines(rows, ['left', 'left', 'right'])].join('\n'));
}

/** Each with a unique remark in every file: no two have the same content, so caches do not help. */
async function copies(folder: string, kind: GoldenKind, id: string, count: number): Promise<string[]> {
  const files = await buildGolden(await readGolden(kind, id));
  const zips: string[] = [];
  for (let i = 0; i < count; i++) {
    const own = [...files].map(
      ([path, bytes]) => [path, Buffer.concat([bytes, Buffer.from(`\n// student ${i}\n`)])] as const,
    );
    zips.push(join(folder, `${id}${i}.zip`));
    await writeFile(zips.at(-1)!, await deterministicZip(new Map(own)));
  }
  return zips;
}

/** The wall time of a submission with sandboxes ready; the processor time of the whole machine, including their start. */
async function warm(zips: readonly string[], course: Course): Promise<string[]> {
  const { course: pooled, pool, refill } = withPool(course);
  const { course: watched, phases } = measured(pooled);
  const times: number[] = [];
  let [hostMs, busyMs] = [0, 0];
  const watch = new MemoryWatch();
  try {
    for (const zip of zips) {
      const busyBefore = machineCpuMs();
      refill();
      await pool.full();
      const [startMs, hostBefore] = [performance.now(), process.cpuUsage()];
      const { failure } = await grade(zip, watched);
      if (failure) throw new Error(failure);
      times.push(performance.now() - startMs);
      const { user, system } = process.cpuUsage(hostBefore);
      hostMs += (user + system) / 1000;
      busyMs += machineCpuMs() - busyBefore;
    }
  } finally {
    await pool.close();
  }
  const each = (ms: number) => seconds(ms / zips.length);
  const used = PHASES.map((phase) => each(phases[phase]));
  return [
    seconds(median(times)),
    seconds(quantile(times, 0.95)),
    each(busyMs),
    mebibytes(watch.stop()),
    ...used,
    each(hostMs),
  ];
}

/** All but idle and I/O wait, over all cores, since a killed process does not report its use. 0 without /proc. */
function machineCpuMs(): number {
  if (process.platform !== 'linux') return 0;
  const [user, nice, system] = readFileSync('/proc/stat', 'utf8').split(/\s+/).slice(1).map(Number) as [
    number,
    number,
    number,
  ];
  return (user + nice + system) * 10;
}

/** `npm run grade` without npm, which alone takes half a second. */
async function ofACohort(zips: readonly string[], folder: string, jobs: number): Promise<string[]> {
  const args = [...zips, '--out', join(folder, `jobs${jobs}`), '--jobs', String(jobs)];
  const startMs = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, 'scripts/grade.ts'), ...args], {
    cwd: projectRoot,
    stdio: 'ignore',
  });
  const watch = new MemoryWatch(child.pid);
  const [code] = await once(child, 'close');
  const peakBytes = watch.stop();
  if (code !== 0) throw new Error(`bench: npm run grade ended with ${code}.`);
  return [((60_000 * zips.length) / (performance.now() - startMs)).toFixed(1), mebibytes(peakBytes)];
}
