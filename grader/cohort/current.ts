/** Whether a stored result is current: grading again would give the same. */
import { isDeepStrictEqual } from 'node:util';
import type { Check } from '../../harness/check.ts';
import { sumPoints } from '../../harness/points.ts';
import { plainText } from '../../harness/report/text.ts';
import type { PolicyRecord, Results, TestResult } from '../report/results_schema.ts';
import type { GradingReceipt, IntakeResult } from '../types.ts';
import { maxScoreOf } from './rows.ts';

/** What a result depends on. A new Node or engine is no reason to grade a cohort again; `--regrade` does. */
const DECISIVE = ['secret', 'fixtures', 'model', 'harness'] as const;

export interface Now {
  readonly received: IntakeResult;
  readonly receipt: Omit<GradingReceipt, 'submission' | 'stages'>;
  readonly policy: PolicyRecord | undefined;
  readonly limits: Readonly<Record<string, number>>;
  readonly checks: readonly Pick<Check, 'id' | 'points'>[];
}

export function isCurrent(results: Results, { received, receipt, policy, limits, checks }: Now): boolean {
  const { extra_data: stored } = results;
  // The grader's fault: try again.
  if (stored.status === 'failed' || !isDeepStrictEqual(stored.policy, policy)) return false;
  if (!hasPoints(results, checks)) return false;
  if (policy?.overLimit) return true;
  if (!received.ok) return isDeepStrictEqual(refusals(stored.findings), refusals(received.findings));
  return (
    stored.receipt?.submission === received.submission.hash &&
    isDeepStrictEqual(stored.limits, limits) &&
    DECISIVE.every((part) => stored.receipt?.[part] === receipt[part])
  );
}

/** Whether its checks were worth what they are worth now. */
function hasPoints(results: Results, checks: Now['checks']): boolean {
  const points = new Map(checks.map((check) => [check.id, check.points]));
  const isSame = ({ max_score, extra_data }: TestResult) => !extra_data || points.get(extra_data.check) === max_score;
  return maxScoreOf(results) === sumPoints([...points.values()]) && (results.tests ?? []).every(isSame);
}

/** A submission that cannot be read has no hash; the reason identifies it just as well. */
function refusals(findings: IntakeResult['findings']): string[] {
  return findings.filter(({ code }) => !code.startsWith('policy.')).map(({ message }) => plainText(message));
}
