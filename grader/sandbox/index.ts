/** Runs a submission's code where it can harm nothing and learn nothing. */
export { defaultLimits, type Limits } from '../limits.ts';
export { chooseLevel } from './levels/choose.ts';
export type { SandboxModel } from './requests.ts';
export { type JobResult, runJob } from './run_job.ts';
export { Sandbox, type SandboxOptions, type StartSandbox, startSandbox } from './sandbox.ts';
