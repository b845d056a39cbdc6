/** Stage 1: files of a submission in one process, each with the submission's own dependencies. */
import { bundleModule } from '../bundle/index.ts';
import type { Course } from '../course.ts';
import type { JudgedRun } from '../judge/index.ts';
import type { Limits } from '../limits.ts';
import type { ModulePlan, PlannedRun } from '../plan.ts';
import { HIDDEN_CHECKS } from '../runtime/hidden.ts';
import type { Containment, Submission } from '../types.ts';
import { answerBytes, type Expected, type Judged, judged } from './expected.ts';

export interface TogetherResult {
  /** Those that ended before the process did. */
  readonly runs: Judged;
  readonly containment: Containment;
}

/**
 * Stops at the first run that ends the process: a failure here does not count, stage 2 repeats what did not pass.
 *
 * @param plans plans of files that are not blocked
 * @param course its `limits.jobWallMs` is what is left for all of them
 * @param onRun called as each run ends
 */
export async function runTogether(
  plans: readonly ModulePlan[],
  submission: Submission,
  course: Course,
  expected: Expected,
  onRun: () => void,
): Promise<TogetherResult> {
  const { sandboxModel: model, limits, runtime, startSandbox } = course;
  const files = course.assignment.submission.files;
  const bundles = plans.map(({ module }) => bundleModule(submission, module, files));
  const bundled = Promise.allSettled(bundles); // each is loaded as soon as it is ready
  const allowance = brief(limits);
  const finished = new Map<PlannedRun, JudgedRun>();
  const sandbox = await startSandbox({ runtime, model, limits, dependencies: [] });
  try {
    const loaded: ModulePlan[] = [];
    for (const [i, plan] of plans.entries()) {
      const bundle = await bundles[i]!;
      if (sandbox.ended) break;
      const isLoaded = bundle.ok && (await sandbox.load(plan.module, bundle.code, allowance)).kind === 'loaded';
      if (isLoaded) loaded.push(plan);
    }
    const { visible, hidden } = inOrder(loaded);
    for (const [runs, dependencies] of [
      [visible, []],
      [hidden, [HIDDEN_CHECKS]],
    ] as const) {
      if (dependencies.length > 0 && runs.length > 0) await sandbox.addHiddenChecks(runtime);
      for (const run of runs) {
        if (sandbox.ended || sandbox.usedWallMs >= allowance.jobWallMs) break;
        const replyPayloadBytes = await answerBytes(run, expected);
        const outcome = await sandbox.run({ ...run.task, dependencies }, { ...allowance, replyPayloadBytes });
        finished.set(run, await judged(run, outcome, expected));
        onRun();
      }
    }
  } finally {
    await sandbox.close();
    await bundled;
  }
  return { runs: finished, containment: sandbox.containment };
}

/**
 * Feedback runs come first because their output is shown: at that point the process has not seen the inputs of a graded run.
 * Hidden checks come last, and are not in the process before.
 */
function inOrder(plans: readonly ModulePlan[]): { visible: PlannedRun[]; hidden: PlannedRun[] } {
  const runs = plans.flatMap(({ runs }) => runs);
  const of = (kind: PlannedRun['run']) => runs.filter(({ run }) => run === kind);
  const isHidden = ({ check }: PlannedRun) => check.visibility === 'hidden';
  const graded = of('graded');
  return {
    visible: [...of('feedback'), ...graded.filter((run) => !isHidden(run))],
    hidden: graded.filter(isHidden),
  };
}

/** Many times what an honest file needs; a file that needs more gets the full allowance in stage 2. */
function brief(limits: Limits): Pick<Limits, 'loadCpuMs' | 'checkCpuMs' | 'jobWallMs'> {
  const { loadCpuMs, checkCpuMs, jobWallMs } = limits;
  return { loadCpuMs: loadCpuMs / 4, checkCpuMs: checkCpuMs / 4, jobWallMs: jobWallMs / 4 };
}
