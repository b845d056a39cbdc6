/**
 * What a submission may use. Every limit is enforced from outside the process that runs the submission's code; units are in
 * the names. `runJob` and `startSandbox` take a `Limits`; staff change one value with `{ ...defaultLimits, checkCpuMs: 5_000 }`.
 */
export interface Limits {
  /**
   * Wall limits count the time in which the process could have run, so that a loaded machine costs nobody points: see
   * sandbox/fair_clock.ts. In real time they last at most this many times as long; only `submissionWallMs` is real time.
   */
  readonly wallStretch: number;

  /** For a sandbox to start: engine and network, before any submission's code. Exceeding it is the grader's fault. */
  readonly startWallMs: number;

  /** For importing the module (running its top level). */
  readonly loadWallMs: number;
  readonly loadCpuMs: number;

  /** For each check: wall time, and processor time of all threads and processes together. */
  readonly checkWallMs: number;
  readonly checkCpuMs: number;

  /** For all tasks of one `runJob`, restarts included. Tasks that have not run by then count as stopped by their time limit. */
  readonly jobWallMs: number;

  /** For all files of one submission together; otherwise like `jobWallMs`. */
  readonly submissionWallMs: number;

  /**
   * Resident memory of the whole sandbox: heap, ArrayBuffers, WASM, every process of the tree. A warm sandbox with SqueezeNet
   * uses about 130 MiB.
   */
  readonly memoryBytes: number;
  /** JavaScript heap (`--max-old-space-size`): a full heap ends the process sooner, with a clear message. */
  readonly heapBytes: number;

  /** Processes and threads. Node has 11, and a pool of 4 more when it reads files; bubblewrap has 2. */
  readonly processes: number;
  readonly openFiles: number;

  /** What may be printed, on stdout and stderr together; more ends the sandbox. */
  readonly outputBytes: number;
  /** How much of it is kept: the first bytes. */
  readonly keptOutputBytes: number;

  /** One answer: its header (JSON), its numbers. */
  readonly replyHeaderBytes: number;
  readonly replyPayloadBytes: number;
}

const MiB = 2 ** 20;

export const defaultLimits: Limits = {
  wallStretch: 5,
  startWallMs: 60_000,
  loadWallMs: 20_000,
  loadCpuMs: 8_000,
  checkWallMs: 25_000,
  checkCpuMs: 10_000,
  jobWallMs: 240_000,
  submissionWallMs: 1_800_000,
  memoryBytes: 512 * MiB,
  heapBytes: 256 * MiB,
  processes: 32,
  openFiles: 64,
  outputBytes: 4 * MiB,
  keptOutputBytes: 16 * 1024,
  replyHeaderBytes: 64 * 1024,
  replyPayloadBytes: 64 * MiB,
};
