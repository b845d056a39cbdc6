/** Which known misconception is behind a function's failures. */

import type { CheckRun, Misconception } from '../harness/assignment.ts';
import type { Course } from './course.ts';
import type { JudgedRun } from './judge/index.ts';
import { runExclusively } from './turns.ts';

/**
 * Goes by graded runs: their inputs are fresh, so an answer that equals a misconception's is no coincidence, and a function
 * that builds on another is judged without the other's mistakes.
 *
 * @returns function name → the misconception
 */
export async function findHints(
  runs: readonly JudgedRun[],
  { assignment, model }: Course,
): Promise<Map<string, Misconception>> {
  const telling = runs.filter(isTelling).flatMap(asCheckRun);
  const hints = new Map<string, Misconception>();
  for (const subject of new Set(telling.map(({ check }) => check.subject))) {
    const own = telling.filter(({ check }) => check.subject === subject);
    if (own.every(({ passed }) => passed)) continue;
    const found = await runExclusively(() => assignment.explain(own, { model }));
    if (found) hints.set(subject.name, found);
  }
  return hints;
}

/** Hidden checks must give nothing away, and a property reveals little about why it fails. */
function isTelling({ check, run }: JudgedRun): boolean {
  return run === 'graded' && check.visibility === 'visible' && check.kind !== 'property';
}

function asCheckRun({ check, task, outcome, verdict }: JudgedRun): CheckRun[] {
  const ended = outcome.kind === 'answered' || outcome.kind === 'threw';
  return ended ? [{ check, inputs: task.inputs, outcome, passed: verdict.passed }] : [];
}
