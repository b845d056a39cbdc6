/**
 * What a submission may use. Every limit is enforced from outside the process that runs the submission's code; units are in
 * the names. `runJob` and `startSandbox` take a `Limits`; staff change one value with `{ ...defaultLimits, checkCpuMs: 5_000 }`.
 */
export interface Limits {
  /** For a sandbox to start: engine and network, no submission's code yet. Longer is the grader's fault, not the student's. */
  readonly startWallMs: number;

  /** For the module to be imported (its top level to run). */
  readonly loadWallMs: number;
  readonly loadCpuMs: number;

  /** For each check: real time, and processor time of all threads and processes together. */
  readonly checkWallMs: number;
  readonly checkCpuMs: number;

  /** For all tasks of one `runJob`, restarts included. What has not run by then counts as stopped by its time limit. */
  readonly jobWallMs: number;

  /** For all files of one submission together; then as for `jobWallMs`. */
  readonly submissionWallMs: number;

  /**
   * Resident memory of the sandbox, everything counted: heap, ArrayBuffers, WASM, every process of the tree. A warmed sandbox
   * uses about 130 MiB of it with SqueezeNet.
   */
  readonly memoryBytes: number;
  /** JavaScript heap (`--max-old-space-size`): a heap that fills up ends sooner, and says so. */
  readonly heapBytes: number;

  /** Processes and threads. Node's own are 11, a pool of 4 more when files are read, bubblewrap's 2. */
  readonly processes: number;
  readonly openFiles: number;

  /** What may be printed, on stdout and stderr together, before the sandbox is ended. */
  readonly outputBytes: number;
  /** How much of it is kept: the first bytes. */
  readonly keptOutputBytes: number;

  /** One answer: its description (JSON), its numbers. */
  readonly replyHeaderBytes: number;
  readonly replyPayloadBytes: number;
}

const MiB = 2 ** 20;

export const defaultLimits: Limits = {
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
