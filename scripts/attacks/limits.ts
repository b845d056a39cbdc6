/** How precisely the sandbox's limits hold on this machine: hostile modules that use up one limit each. */
import { defaultLimits, type Limits } from '../../grader/limits.ts';
import type { JobResult } from '../../grader/sandbox/run_job.ts';
import { tableLines } from '../../lib/table.ts';
import { attacked, containment, endings, runHostile } from '../support/hostile.ts';

interface Measurement {
  readonly limit: string;
  readonly unit: string;
  readonly asked: number;
  readonly limits: Partial<Limits>;
  readonly code: Parameters<typeof runHostile>[0];
  /** In the limit's unit. */
  readonly measured: (result: JobResult) => number;
}

const MiB = 2 ** 20;
/** Ample, so that the limit under test is reached first. */
const AMPLE = { checkWallMs: 60_000, checkCpuMs: 60_000, loadWallMs: 60_000, loadCpuMs: 60_000, jobWallMs: 600_000 };

const wallMs = ({ durationsMs }: JobResult): number => durationsMs[attacked]!;
const peakMiB = ({ peakRssBytes }: JobResult): number => peakRssBytes / MiB;
/** What the module printed last: it is killed in the middle of its work, so nothing else is known. */
const lastWord = ({ stdoutTail }: JobResult): number => Number(stdoutTail.trimEnd().split('\n').slice(0, -1).at(-1));

/** Keeps printing the processor time it has used since it started. */
const SPIN = `
  const startUs = process.cpuUsage();
  for (let said = 0; ; ) {
    const { user, system } = process.cpuUsage(startUs);
    const ms = (user + system) / 1000;
    if (ms > said + 5) { said = ms; fs.writeSync(1, ms.toFixed(0) + '\\n'); }
  }`;

/** Keeps printing its elapsed time, using hardly any processor time. */
const WAIT = `
  const startMs = performance.now();
  for (const cell = new Int32Array(new SharedArrayBuffer(4)); ; Atomics.wait(cell, 0, 0, 5)) {
    fs.writeSync(1, (performance.now() - startMs).toFixed(0) + '\\n');
  }`;

const time = (ms: number): Measurement[] => [
  {
    limit: 'processor time of a check',
    unit: 'ms',
    asked: ms,
    limits: { checkCpuMs: ms, keptOutputBytes: MiB },
    code: { inCheck: SPIN },
    measured: lastWord,
  },
  {
    limit: 'wall time of a check',
    unit: 'ms',
    asked: ms,
    limits: { checkWallMs: ms },
    code: { inCheck: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);' },
    measured: wallMs,
  },
  {
    limit: 'processor time of loading',
    unit: 'ms',
    asked: ms,
    limits: { loadCpuMs: ms, keptOutputBytes: MiB },
    code: { atImport: SPIN },
    measured: lastWord,
  },
  {
    limit: 'wall time of loading',
    unit: 'ms',
    asked: ms,
    limits: { loadWallMs: ms, keptOutputBytes: MiB },
    code: { atImport: WAIT },
    measured: lastWord,
  },
];

const memory = (name: string, inCheck: string): Measurement => ({
  limit: `memory, allocated as ${name}`,
  unit: 'MiB',
  asked: defaultLimits.memoryBytes / MiB,
  limits: {},
  code: { inCheck },
  measured: peakMiB,
});

const measurements: readonly Measurement[] = [
  ...time(1_000),
  ...time(10_000),
  memory(
    `JavaScript objects (heap: ${defaultLimits.heapBytes / MiB} MiB)`,
    'const kept = []; for (;;) kept.push(new Array(1e6).fill(0.5));',
  ),
  memory('ArrayBuffers', 'const kept = []; for (;;) kept.push(new Float64Array(1e6).fill(1));'),
  memory('Buffers', 'const kept = []; for (;;) kept.push(Buffer.alloc(5e7, 1));'),
  memory('one ArrayBuffer of 4 GB', 'new Float64Array(5e8).fill(1); for (;;);'),
  memory(
    'WASM memory',
    `const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
     for (;;) { const size = memory.buffer.byteLength; memory.grow(800); new Uint8Array(memory.buffer).fill(1, size); }`,
  ),
  memory('tensors', 'for (;;) tf.keep(tf.ones([2 ** 20]));'),
  {
    limit: 'output kept',
    unit: 'KiB',
    asked: defaultLimits.keptOutputBytes / 1024,
    limits: {},
    code: { inCheck: "const page = 'x'.repeat(65536); for (;;) try { fs.writeSync(1, page) } catch {}" },
    measured: ({ stdoutTail }) => stdoutTail.length / 1024,
  },
  {
    limit: `threads (${defaultLimits.processes} with Node's 11 and bubblewrap's 2)`,
    unit: 'more',
    asked: defaultLimits.processes - 13,
    limits: {},
    code: {
      inCheck: `
        const started = [];
        try { for (let i = 0; i < 100; i++) started.push(new workers.Worker('for (;;);', { eval: true })); } catch {}
        fs.writeSync(1, started.length + '\\n.');`,
    },
    measured: lastWord,
  },
  {
    limit: 'open files',
    unit: 'files',
    asked: defaultLimits.openFiles,
    limits: {},
    code: {
      inCheck: `
        let last = 0;
        try { for (;;) last = fs.openSync(new URL('../runtime/child.js', import.meta.url)); } catch {}
        fs.writeSync(1, (last + 1) + '\\n.');`,
    },
    measured: lastWord,
  },
];

/** Runs each once, in sequence. Reports if another limit stopped a run first. */
export async function limitsTable(): Promise<string> {
  const { level, held } = await containment();
  const rows: string[][] = [['limit', 'asked', 'measured', 'over', 'ended by']];
  for (const { limit, unit, asked, limits, code, measured } of measurements) {
    process.stderr.write(`Measuring: ${limit} (${asked} ${unit}) ...\n`);
    const result = await runHostile(code, { ...AMPLE, ...limits });
    const value = measured(result);
    const over = `${((100 * (value - asked)) / asked).toFixed(1)} %`;
    rows.push([limit, `${asked} ${unit}`, `${value.toFixed(0)} ${unit}`, over, endings(result).attacked]);
  }
  return [`Sandbox: ${level} (${held.join('; ')})`, ...tableLines(rows)].join('\n');
}
