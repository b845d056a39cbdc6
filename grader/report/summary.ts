/** A grading by function, as every report shows it. */
import type { Check, Subject } from '../../harness/check.ts';
import { sumPoints } from '../../harness/points.ts';
import type { GradedCheck, Grading } from '../types.ts';

/** One check with both of its runs. */
export interface CheckSummary {
  readonly check: Check;
  readonly graded: GradedCheck;
  readonly feedback?: GradedCheck | undefined;
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

/** The checks whose outcome the student may see. */
export const isVisible = ({ visibility }: Check): boolean => visibility === 'visible';

export function summarize({ checks }: Grading, include: (check: Check) => boolean = () => true): FunctionSummary[] {
  const graded = checks.filter(({ run, check }) => run === 'graded' && include(check));
  const subjects = [...new Set(graded.map(({ check }) => check.subject))];
  return subjects.map((subject) => {
    const own = graded.filter(({ check }) => check.subject === subject).map((one) => summarizeCheck(one, checks));
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

function summarizeCheck(graded: GradedCheck, all: readonly GradedCheck[]): CheckSummary {
  const feedback = all.find(({ run, check }) => run === 'feedback' && check === graded.check);
  const heldBack = graded.verdict.passed && graded.points < graded.maxPoints;
  return {
    check: graded.check,
    graded,
    feedback,
    state: heldBack ? 'held back' : graded.verdict.passed ? 'passed' : 'failed',
  };
}

function worstError(checks: readonly CheckSummary[]): number | undefined {
  const errors = checks.flatMap(({ feedback }) => errorOf(feedback) ?? []);
  return errors.length > 0 ? Math.max(...errors) : undefined;
}

/** The maximum relative error of a run, if numbers could be compared. */
export function errorOf(run: GradedCheck | undefined): number | undefined {
  return run && 'maxRelativeError' in run.verdict ? run.verdict.maxRelativeError : undefined;
}

function sameFailure(checks: readonly CheckSummary[]): string | undefined {
  const reasons = checks.map(({ graded: { verdict } }) => (verdict.passed ? undefined : verdict.reason));
  const details = checks
    .flatMap(({ feedback }) => feedback ?? [])
    .map(({ verdict }) => (verdict.passed ? '' : verdict.detail));
  return new Set(reasons).size === 1 && new Set(details).size === 1 ? details[0] || undefined : undefined;
}
