/** What reading one submission may cost. */
export const parserLimits = {
  /**
   * Processor time for one request: intake, one file's rules, one bundle. An honest one takes a hundredth. Where the system
   * does not report it (Linux does), wall time counts instead.
   */
  requestCpuMs: 4_000,
  /** For all requests of one submission together: an honest one takes less than 1 s. */
  submissionCpuMs: 10_000,
  /** Wall time for one request, however busy the machine is. */
  requestWallMs: 60_000,
  /** RLIMIT_CPU of the parser process and of esbuild's, each: in case the grader is too busy to check. */
  processCpuSeconds: 20,
  /** For the parser process to start and load its parsers: exceeding it is the grader's fault. */
  startTimeoutMs: 60_000,
  /** V8's heap in the parser process. */
  maxHeapMib: 256,
  /**
   * RLIMIT_DATA of the parser process and of esbuild's, each, on top of an idle Node's (Linux; elsewhere only the heap is
   * limited).
   */
  maxDataMib: 960,
} as const;
