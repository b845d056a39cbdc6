/** How a cohort did: by function, check and misconception. Each student counts once. */
import { sumPoints } from '../../harness/points.ts';
import type { TestResult } from '../report/results_schema.ts';
import type { Row } from './rows.ts';

export interface FunctionStatistics {
  readonly name: string;
  readonly maxPoints: number;
  readonly meanPoints: number;
  /** How many students have all its points, some of them, none, and how many have not written it. */
  readonly full: number;
  readonly partial: number;
  readonly none: number;
  readonly notImplemented: number;
}

export interface CheckStatistics {
  readonly id: string;
  readonly name: string;
  readonly failed: number;
  /** The most frequent reason, and how many have it; unwritten functions are not counted. */
  readonly reason: string;
  readonly withReason: number;
}

export interface CohortStatistics {
  /** Students with a graded submission. */
  readonly graded: number;
  readonly scores: readonly number[];
  readonly maxScore: number;
  readonly functions: readonly FunctionStatistics[];
  readonly checks: readonly CheckStatistics[];
  /** Misconception id → students with it, most frequent first. */
  readonly misconceptions: ReadonlyMap<string, readonly Row[]>;
}

type Tests = readonly (TestResult & { readonly extra_data: NonNullable<TestResult['extra_data']> })[];

export function cohortStatistics(rows: readonly Row[]): CohortStatistics {
  const counted = rows.filter((row) => row.counts && row.work?.results.extra_data.status === 'graded');
  const tests = counted.map(({ work }) => (work!.results.tests ?? []).filter((test) => test.extra_data) as Tests);
  const scores = rows.flatMap((row) => (row.counts && row.score !== undefined ? row.score : []));
  const all = tests.flat();
  const names = distinct(all.map(({ extra_data }) => extra_data.function));
  const maxScores = tests.map((own) => sumPoints(own.map(({ max_score = 0 }) => max_score)));
  return {
    graded: counted.length,
    scores,
    maxScore: Math.max(0, ...maxScores),
    functions: names.map((name) => ofFunction(name, tests)),
    checks: distinct(all.map(({ extra_data }) => extra_data.check))
      .map((id) => ofCheck(all.filter(({ extra_data }) => extra_data.check === id)))
      .filter(({ failed }) => failed > 0)
      .sort((a, b) => b.failed - a.failed),
    misconceptions: misconceptionsOf(counted, tests),
  };
}

function ofFunction(name: string, tests: readonly Tests[]): FunctionStatistics {
  const own = tests.map((all) => all.filter(({ extra_data }) => extra_data.function === name));
  const points = own.map((checks) => sumPoints(checks.map(({ score = 0 }) => score)));
  const maxPoints = Math.max(0, ...own.map((checks) => sumPoints(checks.map(({ max_score = 0 }) => max_score))));
  const full = own.filter((checks) => checks.length > 0 && checks.every(({ status }) => status === 'passed')).length;
  const none = points.filter((one) => one === 0).length;
  return {
    name,
    maxPoints,
    meanPoints: points.length > 0 ? sumPoints(points) / points.length : 0,
    full,
    none,
    partial: own.length - full - none,
    notImplemented: own.filter((checks) => checks.some(isUnwritten)).length,
  };
}

function ofCheck(runs: Tests): CheckStatistics {
  const failed = runs.filter(({ status }) => status !== 'passed');
  const [first] = runs;
  const reasons = failed.filter((run) => !isUnwritten(run)).map(({ extra_data }) => extra_data.reason);
  const [reason = 'not implemented', withReason = failed.length] = mostFrequent(reasons) ?? [];
  return { id: first!.extra_data.check, name: first!.name ?? '', failed: failed.length, reason, withReason };
}

function misconceptionsOf(rows: readonly Row[], tests: readonly Tests[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  rows.forEach((row, i) => {
    const ids = tests[i]!.flatMap(({ extra_data }) => extra_data.misconception ?? []);
    for (const id of new Set(ids)) found.set(id, [...(found.get(id) ?? []), row]);
  });
  return new Map([...found].sort(([a, withA], [b, withB]) => withB.length - withA.length || (a < b ? -1 : 1)));
}

const isUnwritten = ({ extra_data }: Tests[number]): boolean => extra_data.reason === 'not implemented';

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

function mostFrequent(values: readonly string[]): [string, number] | undefined {
  const counts = distinct(values).map((value): [string, number] => [
    value,
    values.filter((one) => one === value).length,
  ]);
  return counts.sort((a, b) => b[1] - a[1])[0];
}
