/** Which functions need no second stage. */
import type { ModulePlan, PlannedRun } from '../plan.ts';
import type { Judged } from './expected.ts';

/**
 * Those of which every run passed, and those that are not implemented yet, whatever runs beside them. Both only where all that
 * the function builds on passed: with the student's own mistakes below it, its runs say little about it.
 *
 * @param judged by stage 1
 * @returns their names
 */
export function settledFunctions(plans: readonly ModulePlan[], judged: Judged): Set<string> {
  const runsOf = new Map<string, PlannedRun[]>();
  for (const run of plans.flatMap(({ runs }) => runs)) {
    const { name } = run.check.subject;
    runsOf.set(name, [...(runsOf.get(name) ?? []), run]);
  }
  const passes = (name: string): boolean => {
    const runs = runsOf.get(name) ?? [];
    return runs.length > 0 && runs.every((run) => judged.get(run)?.verdict.passed) && standsOnItsOwn(runs);
  };
  const standsOnItsOwn = ([run]: readonly PlannedRun[]): boolean =>
    (run?.check.subject.builtOn ?? []).every((name) => passes(name));
  const isStub = (runs: readonly PlannedRun[]): boolean =>
    runs.every((run) => judged.get(run)?.outcome.kind === 'notImplemented') && standsOnItsOwn(runs);
  return new Set([...runsOf].filter(([name, runs]) => passes(name) || isStub(runs)).map(([name]) => name));
}
