/** What is run for one submission: which checks, on which inputs, in which order. */
import type { Assignment } from '../harness/assignment.ts';
import type { Check, Inputs, ModelFacts } from '../harness/check.ts';
import { HIDDEN_CHECKS } from './runtime/hidden.ts';
import { gradedRandom } from './secret.ts';
import type { GradedCheck, SandboxTask } from './types.ts';

export interface PlannedRun {
  readonly check: Check;
  readonly run: GradedCheck['run'];
  readonly task: SandboxTask;
}

/** All runs of one file of a submission. */
export interface ModulePlan {
  /** The student's file, e.g. `style_modules/style_loss.ts`. */
  readonly module: string;
  readonly runs: readonly PlannedRun[];
}

export interface PlanOptions {
  readonly assignment: Assignment;
  readonly checks: readonly Check[];
  readonly secret: string;
  readonly submissionHash: string;
  readonly facts: ModelFacts;
  /** The stored inputs of a check that students see; undefined for others. */
  readonly feedbackInputs: (check: Check) => Inputs | undefined;
}

/**
 * For each file its feedback runs, then its graded runs. In this order because the output of a feedback run is shown: at that
 * point its process has not seen the inputs of a graded run. Graded runs of functions that build on others have reference
 * dependencies: they get a separate process, whose output is never shown.
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
  return inputs ? [{ check, run: 'feedback', task: { checkId: check.id, inputs, dependencies: [] } }] : [];
}

function gradedRun(
  check: Check,
  { assignment, secret, submissionHash, facts }: Omit<PlanOptions, 'checks'>,
): PlannedRun {
  const inputs = check.inputs(gradedRandom(secret, submissionHash, check.id), facts);
  return {
    check,
    run: 'graded',
    task: { checkId: check.id, inputs, dependencies: dependencyNames(assignment, check) },
  };
}

/**
 * What a graded run of a check needs beside the runtime: reference dependencies, and the hidden checks. A process holds only
 * these, and runs only the checks that need exactly this set: nothing a submission finds in its process answers a check that
 * runs there.
 *
 * @returns sorted
 */
export function dependencyNames({ referenceDependencies }: Assignment, { subject, visibility }: Check): string[] {
  const { name, builtOn = [] } = subject;
  const names = builtOn.map((subject) => {
    const found = referenceDependencies.find((dependency) => dependency.subject === subject);
    if (found) return found.name;
    throw new Error(
      `${name} builds on ${subject}, which has no reference dependency. Add it to the assignment's manifest.`,
    );
  });
  return [...names, ...(visibility === 'hidden' ? [HIDDEN_CHECKS] : [])].sort();
}
