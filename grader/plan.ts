/** What is run for one submission: which checks, on which inputs, in which order. */
import type { Check, Inputs, ModelFacts } from '../harness/check.ts';
import { gradedRandom } from './secret.ts';
import type { GradedCheck, SandboxTask } from './types.ts';

export interface PlannedRun {
  readonly check: Check;
  readonly run: GradedCheck['run'];
  readonly task: SandboxTask;
}

/** All that is run of one file of a submission. */
export interface ModulePlan {
  /** The student's file, e.g. `style_modules/style_loss.ts`. */
  readonly module: string;
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
 * For each file its feedback runs, then its graded runs. In that order, because what a feedback run says is shown: when it
 * speaks, its process has not seen the inputs of a graded run yet. Graded runs of what builds on other functions are withReferenceDependencies: the
 * sandbox gives them a process of their own, and nothing that is said there is ever shown.
 */
export function planModules({ checks, ...options }: PlanOptions): ModulePlan[] {
  const modules = [...new Set(checks.map(({ subject }) => subject.module))];
  return modules.map((module) => {
    const own = checks.filter(({ subject }) => subject.module === module);
    const feedback = own.flatMap((check) => feedbackRun(check, options.feedbackInputs(check)));
    return { module, runs: [...feedback, ...own.map((check) => gradedRun(check, options))] };
  });
}

function feedbackRun(check: Check, inputs: Inputs | undefined): PlannedRun[] {
  return inputs
    ? [{ check, run: 'feedback', task: { checkId: check.id, inputs, withReferenceDependencies: false } }]
    : [];
}

function gradedRun(check: Check, { secret, submissionHash, facts }: Omit<PlanOptions, 'checks'>): PlannedRun {
  const inputs = check.inputs(gradedRandom(secret, submissionHash, check.id), facts);
  const withReferenceDependencies = (check.subject.builtOn?.length ?? 0) > 0;
  return { check, run: 'graded', task: { checkId: check.id, inputs, withReferenceDependencies } };
}
