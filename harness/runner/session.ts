/** Runs checks in this process on a target and compares with the fixtures, or with the reference if it is at hand. */

import type { Model } from '#lib/models/model.ts';
import type { Answers, Check, Exports, Inputs, Subject } from '../check.ts';
import { judge, type Verdict } from '../judge.ts';
import { awardPoints } from '../points.ts';
import { describeLoadFailure, type RunOutcome, runCheck } from '../run.ts';
import type { Target } from './target.ts';

/** Inputs of a check and what the reference answers to them. */
export type Expectation = (check: Check) => Promise<{ readonly inputs: Inputs; readonly expected: Answers }>;

export interface CheckResult {
  readonly check: Check;
  readonly outcome: RunOutcome;
  readonly verdict: Verdict;
  readonly points: number;
}

export interface Session {
  readonly target: Target;
  readonly model: Model;
  readonly expectation: Expectation;
}

/** @param onResult called after each check, for progress */
export async function runChecks(
  checks: readonly Check[],
  { target, model, expectation }: Session,
  onResult: (check: Check, verdict: Verdict) => void = () => {},
): Promise<CheckResult[]> {
  const results: Omit<CheckResult, 'points'>[] = [];
  for (const check of checks) {
    const { inputs, expected } = await expectation(check);
    const outcome = await runOn(target, check, inputs, model);
    const verdict = judge(check, inputs, outcome, expected);
    results.push({ check, outcome, verdict });
    onResult(check, verdict);
  }
  const points = awardPoints(results.map(({ check, verdict }) => ({ check, passed: verdict.passed })));
  return results.map((result, i) => ({ ...result, points: points[i]! }));
}

async function runOn(target: Target, check: Check, inputs: Inputs, model: Model): Promise<RunOutcome> {
  let exports: Exports;
  try {
    exports = await target.load(check.subject.module);
  } catch (error) {
    return describeLoadFailure(check.subject.module, error);
  }
  return runCheck(check, exports, inputs, { model, sources: target.sources });
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

/** The checks whose function or own name holds `text`, whatever the case; all without it. */
export function selectChecks(checks: readonly Check[], text: string | undefined): readonly Check[] {
  if (!text) return checks;
  const wanted = text.toLowerCase();
  return checks.filter(({ id, subject }) =>
    [id, subject.name, subject.title, subject.module].some((name) => name.toLowerCase().includes(wanted)),
  );
}
