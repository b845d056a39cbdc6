/** Finds the misconception behind wrong answers by its outputs. On the host only: no student code runs here. */
import { agreeing } from '../../harness/agreement.ts';
import type { CheckRun, Misconception } from '../../harness/assignment.ts';
import type { CheckContext, Inputs } from '../../harness/check.ts';
import { judge } from '../../harness/judge.ts';
import { type RunOutcome, runCheck } from '../../harness/run.ts';
import { misconceptions } from './index.ts';

/** What misconceptions answer to inputs that are still in use: a cohort's are fresh for each submission. */
const known = new WeakMap<Inputs, Map<string, RunOutcome>>();

/**
 * The misconception that explains the outcomes of one function's checks (see {@link agreeing}). If several fit, the hint names
 * all.
 *
 * @param runs the runs of one function, passed ones too
 */
export async function explainFunction(
  runs: readonly CheckRun[],
  context: CheckContext,
): Promise<Misconception | undefined> {
  const subject = runs[0]?.check.subject.name;
  const own = misconceptions.filter((misconception) => misconception.subject.name === subject);
  return combined(await agreeing(own, runs, (misconception, run) => agrees(misconception, run, context)));
}

/**
 * Whether the misconception has the same outcome as the student's code: the same answers within the tolerance, or the same
 * error.
 */
async function agrees(
  { id, exports }: Misconception,
  { check, inputs, outcome }: CheckRun,
  context: CheckContext,
): Promise<boolean> {
  const outcomes = known.get(inputs) ?? new Map<string, RunOutcome>();
  known.set(inputs, outcomes);
  const wrong = outcomes.get(id) ?? (await runCheck(check, exports, inputs, context));
  outcomes.set(id, wrong);
  if (wrong.kind === 'answered') {
    const { expected: _, ...compared } = check;
    return judge(compared, inputs, outcome, wrong.answers).passed;
  }
  return outcome.kind === wrong.kind && outcome.message === wrong.message;
}

function combined(matching: readonly Misconception[]): Misconception | undefined {
  const [first, ...others] = matching;
  if (!first || others.length === 0) return first;
  const hints = [...new Set(matching.map(({ hint }) => hint))];
  return { ...first, id: matching.map(({ id }) => id).join(' or '), hint: hints.join(' Or: ') };
}
