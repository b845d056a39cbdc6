/** Advice, without points, on functions that are correct. */
import type { Exports, Subject } from '../check.ts';
import { adviceStep } from './protocol.ts';
import { bySubject, type CheckResult, type RunStep } from './session.ts';
import type { Target } from './target.ts';

/** What could be better about one correct function of a module; the assignment measures it. */
export type AdviceOn = (subject: Subject, exports: Exports) => Promise<readonly { readonly message: string }[]>;

/**
 * @param runStep runs what executes the student's code
 * @returns function name → what could be better; functions without advice are left out
 */
export async function findAdvice(
  results: readonly CheckResult[],
  target: Target,
  { adviceOn, runStep }: { readonly adviceOn: AdviceOn; readonly runStep: RunStep },
): Promise<Map<string, string[]>> {
  const advice = new Map<string, string[]>();
  for (const [subject, own] of bySubject(results)) {
    if (!own.every(({ verdict }) => verdict.passed)) continue;
    const found = await runStep(adviceStep(subject.name), async () =>
      adviceOn(subject, await target.load(subject.module)),
    );
    if (found.length > 0)
      advice.set(
        subject.name,
        found.map(({ message }) => message),
      );
  }
  return advice;
}
