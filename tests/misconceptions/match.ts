/** Finds the misconception behind wrong answers by its outputs. On the host only: no student's code runs here. */
import type { Check, CheckContext, Inputs } from '../checks/check.ts';
import { judge } from '../checks/judge.ts';
import { type RunOutcome, runCheck } from '../checks/run.ts';
import { type Misconception, misconceptions } from './index.ts';

/** How one check went for a student's function. */
export interface CheckRun {
  readonly check: Check;
  readonly inputs: Inputs;
  readonly outcome: RunOutcome;
  readonly passed: boolean;
}

/**
 * The misconception of one function that explains how all its checks went: it agrees with the student on the most failed
 * checks, and of those that agree equally often, on the most others. An error alone explains nothing, as many mistakes end
 * in the same one, unless all checks agree. Where several are left the hint names all.
 *
 * @param runs of one function, passed ones too: they tell apart what the failed ones cannot
 */
export async function explainFunction(
  runs: readonly CheckRun[],
  context: CheckContext,
): Promise<Misconception | undefined> {
  const subject = runs[0]?.check.subject.name;
  const failed = runs.filter(({ passed }) => !passed);
  const others = runs.filter(({ passed }) => passed);
  const ofSubject = misconceptions.filter((misconception) => misconception.subject.name === subject);
  const agreeing = await best(ofSubject, async (misconception) => {
    const found = await agreements(failed, misconception, context);
    const sure = found.some(({ outcome }) => outcome.kind === 'answered');
    if (sure) return found.length;
    const all =
      found.length === failed.length && (await agreements(others, misconception, context)).length === others.length;
    return all ? found.length : 0;
  });
  if (agreeing.length < 2) return agreeing[0];
  const closest = await best(agreeing, async (m) => 1 + (await agreements(others, m, context)).length);
  return combined(closest);
}

/**
 * As {@link explainFunction} where only one failed check is known. Ask only about a check that failed: a variant that agrees
 * with the reference here then agrees with no student.
 */
export async function matchMisconception(
  check: Check,
  inputs: Inputs,
  outcome: RunOutcome,
  context: CheckContext,
): Promise<Misconception | undefined> {
  if (outcome.kind !== 'answered') return undefined;
  return explainFunction([{ check, inputs, outcome, passed: false }], context);
}

/** Those with the highest score above 0. */
async function best(
  candidates: readonly Misconception[],
  scoreOf: (candidate: Misconception) => Promise<number>,
): Promise<Misconception[]> {
  let highest = 1;
  let found: Misconception[] = [];
  for (const candidate of candidates) {
    const score = await scoreOf(candidate);
    if (score > highest) [highest, found] = [score, []];
    if (score === highest) found.push(candidate);
  }
  return found;
}

/** The runs on which the misconception ends as the student's code did: in the same answers within the tolerance, or the same error. */
async function agreements(
  runs: readonly CheckRun[],
  { exports }: Misconception,
  context: CheckContext,
): Promise<CheckRun[]> {
  const agreeing: CheckRun[] = [];
  for (const run of runs) {
    const wrong = await runCheck(run.check, exports, run.inputs, context);
    if (agrees(run, wrong)) agreeing.push(run);
  }
  return agreeing;
}

function agrees({ check, inputs, outcome }: CheckRun, wrong: RunOutcome): boolean {
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
