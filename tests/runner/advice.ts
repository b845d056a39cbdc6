/** Advice, without points, on the functions that are right. */
import { adviceOn } from '../checks/advice.ts';
import { bySubject, type CheckResult } from './session.ts';
import type { Target } from './target.ts';

/** @returns function's name → what could be better; functions without advice are left out */
export async function findAdvice(results: readonly CheckResult[], target: Target): Promise<Map<string, string[]>> {
  const advice = new Map<string, string[]>();
  for (const [subject, own] of bySubject(results)) {
    if (!own.every(({ verdict }) => verdict.passed)) continue;
    const found = (await adviceOn(subject, await target.load(subject.module))).map(({ message }) => message);
    if (found.length > 0) advice.set(subject.name, found);
  }
  return advice;
}
