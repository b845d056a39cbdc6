/** Runs checks in this process on a target and compares with the fixtures, or with the reference if available. */

import type { Model } from '#lib/models/model.ts';
import type { Check, Exports, Subject } from '../check.ts';
import type { Fixture } from '../fixtures.ts';
import { judge, type Verdict } from '../judge.ts';
import { awardPoints } from '../points.ts';
import { describeLoadFailure, runCheck } from '../run.ts';
import type { Target } from './target.ts';
import { type Ending, verdictOfUnfinished } from './unfinished.ts';

/** Inputs of a check and the reference's answers. */
export type Expectation = (check: Check) => Promise<Fixture>;

export interface CheckResult {
  readonly check: Check;
  readonly outcome: Ending;
  readonly verdict: Verdict;
  readonly points: number;
}

/** Runs what executes the student's code; see {@link WorkerMessage} for what a step is. */
export type RunStep = <T>(step: string, f: () => Promise<T>) => Promise<T>;

export interface Session {
  readonly target: Target;
  readonly model: Model;
  readonly expectation: Expectation;
  /** File → why it is not run: the autograder would not run it either. */
  readonly barred?: ReadonlyMap<string, string>;
  /** How steps ended that need not, or must not, be run. */
  readonly known?: ReadonlyMap<string, Ending>;
  readonly runStep?: RunStep;
  /** How a check really ended; asked again after all have run, since what one left behind may fail during another. */
  readonly reconsider?: (check: Check, outcome: Ending) => Ending;
  readonly onEnd?: (check: Check, outcome: Ending, verdict: Verdict) => Promise<void>;
}

export async function runChecks(checks: readonly Check[], session: Session): Promise<CheckResult[]> {
  const { expectation, barred, known, onEnd, runStep = (_, f) => f(), reconsider = (_, outcome) => outcome } = session;
  const ended: { check: Check; outcome: Ending }[] = [];
  for (const check of checks) {
    const { module } = check.subject;
    const reason = barred?.get(module);
    if (reason !== undefined) {
      ended.push({ check, outcome: { kind: 'barred', message: reason } });
      continue;
    }
    let outcome = known?.get(check.id) ?? known?.get(module);
    if (!outcome) {
      outcome = reconsider(check, await runOn(check, session, runStep));
      await onEnd?.(check, outcome, await verdictOn(check, outcome, expectation));
    }
    ended.push({ check, outcome });
  }
  const judged = [];
  for (const { check, outcome: first } of ended) {
    const outcome = reconsider(check, first);
    judged.push({ check, outcome, verdict: await verdictOn(check, outcome, expectation) });
  }
  const points = awardPoints(judged.map(({ check, verdict }) => ({ check, passed: verdict.passed })));
  return judged.map((result, i) => ({ ...result, points: points[i]! }));
}

async function runOn(check: Check, { target, model, expectation }: Session, runStep: RunStep): Promise<Ending> {
  const { module } = check.subject;
  const { inputs } = await expectation(check);
  let exports: Exports;
  try {
    exports = await runStep(module, () => target.load(module));
  } catch (error) {
    return describeLoadFailure(module, error);
  }
  return runStep(check.id, () => runCheck(check, exports, inputs, { model, sources: target.sources }));
}

async function verdictOn(check: Check, outcome: Ending, expectation: Expectation): Promise<Verdict> {
  if (outcome.kind === 'barred') return { passed: false, reason: 'could not be loaded', detail: outcome.message };
  if (outcome.kind === 'unfinished') return verdictOfUnfinished(outcome);
  const { inputs, expected } = await expectation(check);
  return judge(check, inputs, outcome, expected);
}

/** The results of each function, in their order. */
export function bySubject(results: readonly CheckResult[]): Map<Subject, CheckResult[]> {
  const groups = new Map<Subject, CheckResult[]>();
  for (const result of results) {
    const { subject } = result.check;
    groups.set(subject, [...(groups.get(subject) ?? []), result]);
  }
  return groups;
}

/** The checks with `text` in their own or their function's name, ignoring case; all if it is undefined. */
export function selectChecks(checks: readonly Check[], text: string | undefined): readonly Check[] {
  if (!text) return checks;
  const wanted = text.toLowerCase();
  return checks.filter(({ id, subject }) =>
    [id, subject.name, subject.title, subject.module].some((name) => name.toLowerCase().includes(wanted)),
  );
}
