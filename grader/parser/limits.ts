/** What reading one submission may cost. */
export const parserLimits = {
  /**
   * Processor time for one request: intake, one file's rules, one bundle. An honest one takes a hundredth. Where the system does
   * not tell (Linux does), time on the wall counts in its place.
   */
  requestCpuMs: 4_000,
  /** For all requests of one submission together: an honest one takes less than 1 s. */
  submissionCpuMs: 10_000,
  /** For one request, whatever else the machine does meanwhile. */
  requestWallMs: 60_000,
  /** RLIMIT_CPU of the parser process and of esbuild's, each: should the grader be too busy to look. */
  processCpuSeconds: 20,
  /** For the parser process to start and load its parsers: passing it is the grader's fault. */
  startTimeoutMs: 60_000,
  /** V8's heap in the parser process. */
  maxHeapMib: 256,
  /** RLIMIT_DATA of the parser process and of esbuild's, each, over an idle Node's (Linux; elsewhere only the heap is limited). */
  maxDataMib: 960,
} as const;
