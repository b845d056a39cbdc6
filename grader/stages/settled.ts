/** Which functions need no stage 2. */
import type { ModulePlan, PlannedRun } from '../plan.ts';
import type { Judged } from './expected.ts';

/**
 * Functions of which every run passed, as did every run of those they build on: with the student's own mistakes below it, a
 * function's runs say little. Stubs too: "not implemented" is the same in either stage.
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
    const below = runs[0]?.check.subject.builtOn ?? [];
    return runs.length > 0 && runs.every((run) => judged.get(run)?.verdict.passed) && below.every(passes);
  };
  const isStub = (name: string): boolean =>
    runsOf.get(name)!.every((run) => {
      const outcome = judged.get(run)?.outcome;
      return outcome?.kind === 'notImplemented' && outcome.message.startsWith(`${name} in `);
    });
  return new Set([...runsOf.keys()].filter((name) => passes(name) || isStub(name)));
}
