/** Whether a stored result is current: grading again would give the same. */
import { isDeepStrictEqual } from 'node:util';
import { plainText } from '../../harness/report/text.ts';
import type { PolicyRecord, Results } from '../report/results_schema.ts';
import type { GradingReceipt, IntakeResult } from '../types.ts';

/** What a result depends on. A new Node or engine is no reason to grade a cohort again; `--regrade` does. */
const DECISIVE = ['secret', 'fixtures', 'model', 'harness'] as const;

export interface Now {
  readonly received: IntakeResult;
  readonly receipt: Omit<GradingReceipt, 'submission' | 'stages'>;
  readonly policy: PolicyRecord | undefined;
  readonly limits: Readonly<Record<string, number>>;
}

export function isCurrent({ extra_data: stored }: Results, { received, receipt, policy, limits }: Now): boolean {
  // The grader's fault: try again.
  if (stored.status === 'failed' || !isDeepStrictEqual(stored.policy, policy)) return false;
  if (policy?.overLimit) return true;
  if (!received.ok) return isDeepStrictEqual(refusals(stored.findings), refusals(received.findings));
  return (
    stored.receipt?.submission === received.submission.hash &&
    isDeepStrictEqual(stored.limits, limits) &&
    DECISIVE.every((part) => stored.receipt?.[part] === receipt[part])
  );
}

/** A submission that cannot be read has no hash; the reason identifies it just as well. */
function refusals(findings: IntakeResult['findings']): string[] {
  return findings.filter(({ code }) => !code.startsWith('policy.')).map(({ message }) => plainText(message));
}
