/** What is run for one submission: which checks, on which inputs, in which process. */
import type { Check, Inputs, ModelFacts } from '../tests/checks/check.ts';
import { gradedRandom } from './secret.ts';
import type { GradedCheck, SandboxTask } from './types.ts';

export interface PlannedRun {
  readonly check: Check;
  readonly run: GradedCheck['run'];
  readonly task: SandboxTask;
}

/** One sandbox process. */
export interface Job {
  /** The student's file that is loaded. */
  readonly module: string;
  /** Whether the right versions of what functions build on are in the process: then none of them is graded in it. */
  readonly wired: boolean;
  readonly runs: readonly PlannedRun[];
}

export interface PlanOptions {
  readonly checks: readonly Check[];
  readonly secret: string;
  readonly submissionHash: string;
  readonly facts: ModelFacts;
  /** The stored inputs of a check that students see; nothing for the others. */
  readonly feedbackInputs: (check: Check) => Inputs | undefined;
}

/**
 * For each file one process with its feedback runs, then the graded runs of what stands alone; and one with the graded runs of
 * what builds on other functions. In that order, because what a feedback run says is shown: when it speaks, the process
 * has not seen the inputs of a graded run yet.
 */
export function planJobs({ checks, ...options }: PlanOptions): Job[] {
  const modules = [...new Set(checks.map(({ subject }) => subject.module))];
  return modules.flatMap((module) => {
    const own = checks.filter(({ subject }) => subject.module === module);
    const feedback = own.flatMap((check) => feedbackRun(check, options.feedbackInputs(check)));
    const graded = own.map((check) => gradedRun(check, options));
    const jobs: Job[] = [
      { module, wired: false, runs: [...feedback, ...graded.filter(({ task }) => !task.wired)] },
      { module, wired: true, runs: graded.filter(({ task }) => task.wired) },
    ];
    return jobs.filter(({ runs }) => runs.length > 0);
  });
}

function feedbackRun(check: Check, inputs: Inputs | undefined): PlannedRun[] {
  return inputs ? [{ check, run: 'feedback', task: { checkId: check.id, inputs, wired: false } }] : [];
}

function gradedRun(check: Check, { secret, submissionHash, facts }: Omit<PlanOptions, 'checks'>): PlannedRun {
  const inputs = check.inputs(gradedRandom(secret, submissionHash, check.id), facts);
  const wired = (check.subject.builtOn?.length ?? 0) > 0;
  return { check, run: 'graded', task: { checkId: check.id, inputs, wired } };
}
