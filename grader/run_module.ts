/** One file of a submission: bundle → sandbox, and meanwhile, on the host, what its answers should be. */
import { setImmediate } from 'node:timers/promises';
import type { Answers } from '../harness/check.ts';
import { bundleModule } from './bundle/index.ts';
import type { Course } from './course.ts';
import type { ModulePlan, PlannedRun } from './plan.ts';
import { referenceAnswers } from './reference.ts';
import { runJob } from './sandbox/index.ts';
import type { Containment, Finding, SandboxOutcome, Submission } from './types.ts';

export interface FinishedRun extends PlannedRun {
  readonly outcome: SandboxOutcome;
  /** What a right answer is; empty where the run never started. */
  readonly expected: Answers;
}

export interface ModuleResult {
  readonly runs: readonly FinishedRun[];
  /** Why the file could not be run. */
  readonly finding?: Finding;
  readonly containment?: Containment;
}

/**
 * @param submission without the files that must not be run
 * @param onRun called as each run ends
 */
export async function runModule(
  { module, runs }: ModulePlan,
  submission: Submission,
  course: Course,
  onRun: () => void,
): Promise<ModuleResult> {
  const bundle = await bundleModule(submission, module, course.assignment.submission.files);
  if (!bundle.ok) return { ...notRun(runs, bundle.finding), finding: bundle.finding };
  const { sandboxModel: model, limits, runtime, startSandbox } = course;
  const tasks = runs.map(({ task }) => task);
  const [{ outcomes, containment }, expected] = await Promise.all([
    runJob({ code: bundle.code, tasks, model, limits, runtime }, onRun, startSandbox),
    expectedAnswers(runs, course),
  ]);
  return { runs: runs.map((run, i) => ({ ...run, outcome: outcomes[i]!, expected: expected[i]! })), containment };
}

/** The runs of a file that is not run, because of a finding. */
export function notRun(runs: readonly PlannedRun[], { message }: Finding): ModuleResult {
  const outcome: SandboxOutcome = { kind: 'stopped', reason: 'could not be loaded', message };
  return { runs: runs.map((run) => ({ ...run, outcome, expected: {} })) };
}

async function expectedAnswers(runs: readonly PlannedRun[], { fixtures, model }: Course): Promise<Answers[]> {
  const expected: Answers[] = [];
  for (const { check, run, task } of runs) {
    const stored = run === 'feedback' ? fixtures.of.get(check.id)?.expected : undefined;
    expected.push(stored ?? (await referenceAnswers(check, task.inputs, model)));
    // The engine computes without a pause; between two checks the host looks after its sandboxes.
    await setImmediate();
  }
  return expected;
}
