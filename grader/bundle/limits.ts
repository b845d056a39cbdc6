/** What reading one file of a submission may cost; honest files take a hundredth of the time and a third of the memory. */
export const parserLimits = {
  /** For one file's rules or one bundle. */
  timeoutMs: 10_000,
  /** For all files of one submission, rules and bundles together: an honest one takes 2 s. */
  submissionMs: 30_000,
  /** For the parser process to start and load its parsers: passing it is the grader's fault. */
  startTimeoutMs: 60_000,
  /** V8's heap in the parser process. */
  maxHeapMib: 256,
  /** RLIMIT_DATA of the parser process and of esbuild's, each, over an idle Node's (Linux; elsewhere only the heap is limited). */
  maxDataMib: 960,
} as const;
