/** What a regrade changed, and why. */
import { isDeepStrictEqual } from 'node:util';
import type { Results, TestResult } from '../report/results_schema.ts';

export interface CheckChange {
  readonly check: string;
  /** Points and outcome, e.g. `2 (passed)`; `–` if the check did not exist. */
  readonly before: string;
  readonly after: string;
}

export interface Change {
  /** Undefined if the grader failed and gave none. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** What differs: `submission`, `fixtures`, `model`, `harness`, `policy`, … */
  readonly causes: readonly string[];
  readonly checks: readonly CheckChange[];
}

/** Undefined if the score and all checks are unchanged. */
export function compareResults(before: Results, after: Results): Change | undefined {
  const checks = compareChecks(before.tests ?? [], after.tests ?? []);
  if (checks.length === 0 && before.score === after.score) return undefined;
  return { before: before.score, after: after.score, causes: causes(before, after), checks };
}

type Receipt = Results['extra_data']['receipt'];

const RECEIPT_PARTS = ['submission', 'secret', 'fixtures', 'model', 'harness', 'engine', 'node'] as const;

function causes({ extra_data: before }: Results, { extra_data: after }: Results): string[] {
  return [
    ...receiptCauses(before.receipt, after.receipt),
    ...(isDeepStrictEqual(before.policy, after.policy) ? [] : ['policy']),
    ...(isDeepStrictEqual(before.limits, after.limits) ? [] : ['limits']),
    ...(before.containment?.level === after.containment?.level ? [] : ['containment']),
  ];
}

/** A submission that was not read or not run has no receipt, so what else changed is unknown. */
function receiptCauses(before: Receipt, after: Receipt): string[] {
  if (before && after) return RECEIPT_PARTS.filter((part) => before[part] !== after[part]);
  return before || after ? ['submission, or the way it is read'] : [];
}

function compareChecks(before: readonly TestResult[], after: readonly TestResult[]): CheckChange[] {
  const [old, fresh] = [before, after].map(endings) as [Map<string, string>, Map<string, string>];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .filter((check) => old.get(check) !== fresh.get(check))
    .map((check) => ({ check, before: old.get(check) ?? '–', after: fresh.get(check) ?? '–' }));
}

function endings(tests: readonly TestResult[]): Map<string, string> {
  return new Map(
    tests.flatMap(({ score, extra_data }) =>
      extra_data ? [[extra_data.check, `${score ?? 0} (${extra_data.reason})`] as const] : [],
    ),
  );
}
