/** Finds the misconception behind wrong answers by its outputs. On the host only: no student code runs here. */
import { closestMisconceptions } from '../../harness/agreement.ts';
import type { CheckRun, Misconception } from '../../harness/assignment.ts';
import type { CheckContext } from '../../harness/check.ts';
import { judge } from '../../harness/judge.ts';
import { runCheck } from '../../harness/run.ts';
import { misconceptions } from './index.ts';

/**
 * The misconception that explains the outcomes of one function's checks (see {@link closestMisconceptions}). If several fit,
 * the hint names all.
 *
 * @param runs the runs of one function, passed ones too: they separate misconceptions that the failed ones cannot
 */
export async function explainFunction(
  runs: readonly CheckRun[],
  context: CheckContext,
): Promise<Misconception | undefined> {
  const subject = runs[0]?.check.subject.name;
  const closest = await closestMisconceptions({
    misconceptions: misconceptions.filter((misconception) => misconception.subject.name === subject),
    failed: runs.filter(({ passed }) => !passed),
    passed: runs.filter(({ passed }) => passed),
    agrees: (misconception, run) => agrees(misconception, run, context),
    isTelling: ({ outcome }) => outcome.kind === 'answered',
  });
  return combined(closest);
}

/**
 * Whether the misconception has the same outcome as the student's code: the same answers within the tolerance, or the same
 * error.
 */
async function agrees(
  { exports }: Misconception,
  { check, inputs, outcome }: CheckRun,
  context: CheckContext,
): Promise<boolean> {
  const wrong = await runCheck(check, exports, inputs, context);
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
