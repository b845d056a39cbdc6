/** Checks by function, as every report shows them. */
import type { ArrayData } from '#lib/tensor/array.ts';
import type { Check, Subject } from '../check.ts';
import type { Verdict } from '../judge.ts';
import { sumPoints } from '../points.ts';

/** One run of one check, as reports show it. */
export interface ReportedRun {
  readonly check: Check;
  readonly verdict: Verdict | { readonly passed: false; readonly reason: string; readonly detail: string };
  readonly points: number;
  readonly maxPoints: number;
  /** The known misconception that gives the same answer. */
  readonly hint?: string;
  /** Its id, for course staff. */
  readonly misconception?: string;
  /** The usual cause of such a failure (explain.ts). */
  readonly help?: string;
  /** An answer that can be drawn, beside what was expected. */
  readonly comparison?: { readonly name: string; readonly actual: ArrayData; readonly expected: ArrayData };
}

/** One check with both of its runs. */
export interface CheckSummary {
  readonly check: Check;
  /** The run that earns the points. */
  readonly graded: ReportedRun;
  /** The run on the handout's inputs: numbers, pictures and the student's own messages may be shown. */
  readonly feedback?: ReportedRun | undefined;
  /** `held back`: it passed, but earns nothing until its function's value checks pass. */
  readonly state: 'passed' | 'held back' | 'failed';
}

export interface FunctionSummary {
  readonly subject: Subject;
  readonly checks: readonly CheckSummary[];
  readonly points: number;
  readonly maxPoints: number;
  readonly passed: number;
  /** The greatest maximum relative error among its feedback runs; nothing if no numbers could be compared. */
  readonly worstError?: number | undefined;
  readonly hints: readonly string[];
  /** All checks failed for the same reason, with the same details where shown: one sentence covers them. */
  readonly sameFailure?: string | undefined;
}

export type Runs = Pick<CheckSummary, 'graded' | 'feedback'>;

/** @param runs in the order in which they are shown */
export function summarizeFunctions(runs: readonly Runs[]): FunctionSummary[] {
  const subjects = [...new Set(runs.map(({ graded }) => graded.check.subject))];
  return subjects.map((subject) => {
    const own = runs.filter(({ graded }) => graded.check.subject === subject).map(summarizeCheck);
    return {
      subject,
      checks: own,
      points: sumPoints(own.map(({ graded }) => graded.points)),
      maxPoints: sumPoints(own.map(({ graded }) => graded.maxPoints)),
      passed: own.filter(({ state }) => state === 'passed').length,
      worstError: worstError(own),
      hints: [...new Set(own.flatMap(({ graded }) => graded.hint ?? []))],
      sameFailure: sameFailure(own),
    };
  });
}

function summarizeCheck({ graded, feedback }: Runs): CheckSummary {
  const heldBack = graded.verdict.passed && graded.points < graded.maxPoints;
  const state = heldBack ? 'held back' : graded.verdict.passed ? 'passed' : 'failed';
  return { check: graded.check, graded, feedback, state };
}

function worstError(checks: readonly CheckSummary[]): number | undefined {
  const errors = checks.flatMap(({ feedback }) => errorOf(feedback) ?? []);
  return errors.length > 0 ? Math.max(...errors) : undefined;
}

/** The maximum relative error of a run, if numbers could be compared. */
export function errorOf(run: ReportedRun | undefined): number | undefined {
  return run && 'maxRelativeError' in run.verdict ? run.verdict.maxRelativeError : undefined;
}

function sameFailure(checks: readonly CheckSummary[]): string | undefined {
  const reasons = checks.map(({ graded: { verdict } }) => (verdict.passed ? undefined : verdict.reason));
  const details = checks
    .flatMap(({ feedback }) => feedback ?? [])
    .map(({ verdict }) => (verdict.passed ? '' : verdict.detail));
  return new Set(reasons).size === 1 && new Set(details).size === 1 ? details[0] || undefined : undefined;
}
