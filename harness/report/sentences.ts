/** What a student reads about a check and a function, the same in every report. */

import { formatError, formatTolerance } from '../format.ts';
import { type CheckSummary, errorOf, type FunctionSummary, type ReportedRun } from './summary.ts';
import { plainText, scored } from './text.ts';

/** How the graded run ended: words from a fixed list, for hidden checks too. */
export function describeState({ graded, state }: CheckSummary): string {
  if (state === 'passed') return 'passed';
  if (state === 'held back') return 'not counted yet';
  return graded.verdict.passed ? '' : graded.verdict.reason;
}

/** The result on the stored inputs: numbers, and the student's own message. */
export function describeFeedback(run: ReportedRun): string {
  const { verdict, check } = run;
  const error = errorOf(run);
  const measured =
    error === undefined
      ? ''
      : `maximum relative error ${formatError(error)} (tolerance ${formatTolerance(check.tolerance)})`;
  if (verdict.passed) return `Right on the handout's inputs: ${measured}.`;
  return `On the handout's inputs: ${verdict.reason}. ${shortened(verdict.detail)}${measured && ` That is a ${measured}.`}`;
}

const MAX_DETAIL_CHARS = 600;

/** A student's message can have any length. */
export function shortened(detail: string): string {
  const text = plainText(detail);
  return text.length <= MAX_DETAIL_CHARS ? text : `${text.slice(0, MAX_DETAIL_CHARS)}…`;
}

/** Why a property that holds has no points, or how the two runs of a check can disagree. */
export function explainState({ graded, feedback, check, state }: CheckSummary): string | undefined {
  if (state === 'held back') return 'It holds, but counts only once all values of this function are right.';
  if (!feedback || feedback.verdict.passed === graded.verdict.passed) return undefined;
  if (feedback.verdict.passed) {
    return "Right on the handout's inputs, but not on fresh ones: does it only work for one shape, one batch or one set of numbers?";
  }
  const others = check.subject.builtOn ?? [];
  return others.length > 0
    ? `This function is graded with a correct ${others.join(' and ')}, so it gets its points; with your own it fails. Fix that first.`
    : "Wrong on the handout's inputs, though right on fresh ones: does the answer change from call to call?";
}

/** Everything a student may read about a check, as paragraphs. */
export function describeCheck(summary: CheckSummary): string[] {
  const { graded, feedback, check } = summary;
  const state = describeState(summary);
  const paragraphs: (string | undefined)[] = [`${state[0]!.toUpperCase()}${state.slice(1)}.`];
  if (check.visibility === 'visible') {
    paragraphs.push(graded.hint && `Hint: ${graded.hint}`, explainState(summary));
    if (feedback) paragraphs.push(describeFeedback(feedback), feedback.help);
  }
  return paragraphs.filter((paragraph) => paragraph !== undefined && paragraph !== '') as string[];
}

/** Why a function has points although it fails with the student's own other functions. */
export function explainPassed({ checks }: FunctionSummary): string[] {
  return [...new Set(checks.filter(({ state }) => state === 'passed').flatMap((check) => explainState(check) ?? []))];
}

/** The line that students know from the handout's `npm test`. */
export function describeFunction(one: FunctionSummary): string {
  const { subject, points, maxPoints, worstError, sameFailure, checks } = one;
  const score = scored(points, maxPoints);
  if (worstError === undefined) {
    return `Test ${subject.title}: ${sameFailure ? shortened(sameFailure) : 'nothing could be compared'} (${score})`;
  }
  const tolerance = formatTolerance(Math.min(...checks.map(({ check }) => check.tolerance)));
  const line = `Test ${subject.title}: maximum relative error ${formatError(worstError)} (tolerance ${tolerance}; ${score})`;
  return [line, ...explainPassed(one)].join('\n  ');
}
