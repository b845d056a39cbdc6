/** Advice, without points, on the functions that are right. */
import { adviceOn } from '../checks/advice.ts';
import type { CheckResult } from './session.ts';
import type { Target } from './target.ts';

/** @returns function's name → what could be better; functions without advice are left out */
export async function findAdvice(results: readonly CheckResult[], target: Target): Promise<Map<string, string[]>> {
  const failed = new Set(results.filter(({ verdict }) => !verdict.passed).map(({ check }) => check.subject));
  const advice = new Map<string, string[]>();
  for (const subject of new Set(results.map(({ check }) => check.subject))) {
    if (failed.has(subject)) continue;
    const found = await adviceOn(subject, await target.load(subject.module));
    if (found.length > 0)
      advice.set(
        subject.name,
        found.map(({ message }) => message),
      );
  }
  return advice;
}
