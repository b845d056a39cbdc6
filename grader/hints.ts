/** Which known misconception is behind a function's failures; else how its answers relate to the right ones. */

import type { CheckRun } from '../harness/assignment.ts';
import { findRelation } from '../harness/relations/index.ts';
import type { Course } from './course.ts';
import type { JudgedRun } from './judge/index.ts';
import { runExclusively } from './turns.ts';

/** What the failed checks of a function get; the id is that of a misconception, if one is behind it. */
export interface Hint {
  readonly hint: string;
  readonly id?: string;
}

/**
 * Goes by graded runs: their inputs are fresh, so an answer that equals a misconception's is no coincidence, and a function
 * that builds on another is judged without the other's mistakes.
 *
 * @returns function name → hint
 */
export async function findHints(runs: readonly JudgedRun[], { assignment, model }: Course): Promise<Map<string, Hint>> {
  const visible = runs.filter(isTelling);
  const telling = visible.flatMap(asCheckRun);
  const hints = new Map<string, Hint>();
  for (const subject of new Set(telling.map(({ check }) => check.subject))) {
    const own = telling.filter(({ check }) => check.subject === subject);
    if (own.every(({ passed }) => passed)) continue;
    const found = await runExclusively(() => assignment.explain(own, { model }));
    if (found) hints.set(subject.name, found);
    else {
      const related = visible.filter(({ check }) => check.subject === subject);
      const hint = await relate(related, assignment);
      if (hint) hints.set(subject.name, { hint });
    }
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

/** How the answers of one function relate to the right ones. */
const relate = (runs: readonly JudgedRun[], { sumsOf }: Course['assignment']): Promise<string | undefined> =>
  runExclusively(async () => {
    const compared = runs.map(({ check, task: { inputs }, outcome, expected, verdict }) => ({
      check,
      inputs,
      actual: outcome.kind === 'answered' ? outcome.answers : undefined,
      expected,
      passed: verdict.passed,
      sums: sumsOf?.(check, inputs),
    }));
    return findRelation(compared)?.text;
  });
