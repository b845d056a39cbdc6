/** Stage 2: one file of a submission in its own processes, with reference dependencies for functions that build on others. */
import { isDeepStrictEqual } from 'node:util';
import { bundleModule } from '../bundle/index.ts';
import type { Course } from '../course.ts';
import { type JudgedRun, judgeRun } from '../judge/index.ts';
import type { ModulePlan, PlannedRun } from '../plan.ts';
import { runJob } from '../sandbox/run_job.ts';
import type { Containment, Finding, SandboxOutcome, Submission } from '../types.ts';
import { answerBytes, type Expected, type Judged, judged } from './expected.ts';

export interface AloneResult {
  readonly runs: Judged;
  /** Why the file could not be run. */
  readonly finding?: Finding;
  readonly containment?: Containment;
}

/**
 * @param submission without blocked files
 * @param onRun called as each run ends
 */
export async function runAlone(
  plan: ModulePlan,
  submission: Submission,
  course: Course,
  expected: Expected,
  onRun: () => void,
): Promise<AloneResult> {
  const result = await runBundled(plan, submission, course, expected, onRun);
  if (!isNotLoaded(result)) return result;
  // If a file it imports fails to load, that costs that file's points; here the skeleton's version is used.
  const { module } = plan;
  const format = course.assignment.submission.files;
  const isLeft = (file: string) => file === module || !format.includes(file);
  const alone = { ...submission, files: new Map([...submission.files].filter(([file]) => isLeft(file))) };
  const [bundle, without] = [await bundleModule(submission, module, format), await bundleModule(alone, module, format)];
  if (isDeepStrictEqual(bundle, without)) return result;
  const again = await runBundled(plan, alone, course, expected, () => {});
  return isNotLoaded(again) ? result : again;
}

const isNotLoaded = ({ runs, finding }: AloneResult): boolean =>
  !finding &&
  [...runs.values()].every(({ outcome }) => outcome.kind === 'stopped' && outcome.reason === 'could not be loaded');

async function runBundled(
  { module, runs }: ModulePlan,
  submission: Submission,
  course: Course,
  expected: Expected,
  onRun: () => void,
): Promise<AloneResult> {
  const bundle = await bundleModule(submission, module, course.assignment.submission.files);
  if (!bundle.ok) return notRun(runs, bundle.finding);
  const { sandboxModel: model, limits, runtime, startSandbox } = course;
  const finished = new Map<PlannedRun, JudgedRun>();
  const keep = async (i: number, outcome: SandboxOutcome): Promise<SandboxOutcome> => {
    const run = await judged(runs[i]!, outcome, expected);
    finished.set(runs[i]!, run);
    return run.outcome;
  };
  const job = {
    module,
    code: bundle.code,
    tasks: runs.map(({ task }) => task),
    model,
    limits,
    runtime,
    keep,
    answerBytes: (i: number) => answerBytes(runs[i]!, expected),
  };
  const { containment } = await runJob(job, onRun, startSandbox);
  return { runs: finished, containment };
}

/** Outcomes for a file that is not run because of a finding. */
export function notRun(runs: readonly PlannedRun[], finding: Finding): AloneResult {
  const outcome: SandboxOutcome = { kind: 'stopped', reason: 'could not be loaded', message: finding.message };
  const judge = (run: PlannedRun) => ({ ...run, outcome, expected: {}, verdict: judgeRun(run, outcome, {}) });
  return { runs: new Map(runs.map((run) => [run, judge(run)])), finding };
}
