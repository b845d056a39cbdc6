/** From outcomes to verdicts and points. No student code runs here, and nothing in an answer is trusted. */
import type { Answers } from '../../harness/check.ts';
import { explainFailure } from '../../harness/explain.ts';
import { judge, type Verdict } from '../../harness/judge.ts';
import { awardPoints } from '../../harness/points.ts';
import { worstMap } from '../../harness/report/worst_map.ts';
import type { PlannedRun } from '../plan.ts';
import type { GradedCheck, SandboxOutcome, StopReason } from '../types.ts';

export type RunVerdict = GradedCheck['verdict'];

const STOPPED: Record<StopReason, string> = {
  'time limit': 'It exceeded its time limit. Look for an endless loop or a loop over single pixels.',
  'memory limit': 'It exceeded its memory limit. Look for arrays that grow, and for tensors created in a loop.',
  'output limit': 'It exceeded its output limit. Remove the prints.',
  exited: 'It ended the process. Remove process.exit and similar calls.',
  crashed: 'The process crashed while it ran.',
  'broken protocol': 'The reply was not a valid answer.',
  'could not be loaded': 'The file cannot be loaded, so none of its functions runs.',
};

/** @param expected the reference's answers on the same inputs */
export function judgeRun({ check, task }: PlannedRun, outcome: SandboxOutcome, expected: Answers): RunVerdict {
  if (outcome.kind === 'stopped') {
    const { reason, message } = outcome;
    // The details concern the child's protocol and mean nothing to the student.
    const cause = reason === 'broken protocol' ? '' : message?.split('\n', 1)[0];
    return { passed: false, reason, detail: cause ? `${STOPPED[reason]} (${cause})` : STOPPED[reason] };
  }
  // Only the requested answers: a property is defined on those and must not see others.
  const asked = outcome.kind === 'answered' ? { ...outcome, answers: pick(outcome.answers, expected) } : outcome;
  return judge(check, task.inputs, asked, expected);
}

export interface JudgedRun extends PlannedRun {
  readonly verdict: RunVerdict;
  readonly outcome: SandboxOutcome;
  readonly expected: Answers;
}

/**
 * The record of each run. Only graded runs earn points: each check its own, a property only if every value check of its
 * function passed.
 *
 * @param hints function name → the hint that its failed checks get, if students may see them
 */
export function record(
  judged: readonly JudgedRun[],
  hints: ReadonlyMap<string, { readonly hint: string; readonly id?: string }> = new Map(),
): GradedCheck[] {
  const graded = judged.filter(({ run }) => run === 'graded');
  const points = awardPoints(graded.map(({ check, verdict }) => ({ check, passed: verdict.passed })));
  const pointsOf = new Map(graded.map((run, i) => [run, points[i]!]));
  return judged.map((one) => {
    const { check, run, verdict } = one;
    const isHelped = run === 'graded' && !verdict.passed && check.visibility === 'visible';
    const hint = isHelped ? hints.get(check.subject.name) : undefined;
    return {
      check,
      run,
      verdict,
      points: pointsOf.get(one) ?? 0,
      maxPoints: run === 'graded' ? check.points : 0,
      ...(hint && { hint: hint.hint }),
      ...(hint?.id && { misconception: hint.id }),
      ...(run === 'feedback' && !verdict.passed && details(one)),
    };
  });
}

function details({ check, task, verdict, outcome, expected }: JudgedRun): Pick<GradedCheck, 'help' | 'comparison'> {
  if (outcome.kind === 'stopped') return {};
  // If the host did not stop the run, the judge decides.
  const help = explainFailure(check, verdict as Verdict, outcome);
  if (outcome.kind !== 'answered' || !('maxRelativeError' in verdict)) return help ? { help } : {};
  const answers = pick(outcome.answers, expected);
  const comparison = worstMap(answers, check.expected ? check.expected(answers, task.inputs) : expected);
  return { ...(help && { help }), ...(comparison && { comparison }) };
}

function pick(answers: Answers, asked: Answers): Answers {
  return Object.fromEntries(
    Object.keys(asked)
      .filter((name) => Object.hasOwn(answers, name))
      .map((name) => [name, answers[name]!]),
  );
}
