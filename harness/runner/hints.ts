/** What a student reads about a function whose checks fail: the known misconception behind it, or what its error means. */
import type { Check } from '../check.ts';
import { explainFailure } from '../explain.ts';
import { outcomeFingerprint, type RecordedMisconception, recognize } from '../hints.ts';
import { bySubject, type CheckResult } from './session.ts';

/**
 * @param misconceptionsOf the known misconceptions about a check's function
 * @returns function name → hint, if there is one
 */
export async function findHints(
  results: readonly CheckResult[],
  misconceptionsOf: (check: Check) => Promise<readonly RecordedMisconception[]>,
): Promise<Map<string, string>> {
  const hints = new Map<string, string>();
  for (const [subject, own] of bySubject(results)) {
    if (own.every(({ verdict }) => verdict.passed)) continue;
    const misconceptions = await misconceptionsOf(own[0]!.check);
    const hint = (await recognize(own.flatMap(asEnded), misconceptions)) ?? explainFirst(own);
    if (hint) hints.set(subject.name, hint);
  }
  return hints;
}

function asEnded({ check, verdict, outcome }: CheckResult) {
  if (outcome.kind === 'unfinished' || outcome.kind === 'barred') return [];
  const fingerprint = outcomeFingerprint(check, outcome);
  return fingerprint === undefined ? [] : [{ check, fingerprint, passed: verdict.passed }];
}

function explainFirst(results: readonly CheckResult[]): string | undefined {
  for (const { check, verdict, outcome } of results) {
    if (outcome.kind === 'unfinished' || outcome.kind === 'barred') continue;
    const help = explainFailure(check, verdict, outcome);
    if (help) return help;
  }
  return undefined;
}
