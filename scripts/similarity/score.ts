/**
 * How alike two submissions are, measured against the cohort: functions of 1 to 10 lines are often alike by chance, so a pair is
 * remarkable only as far as it is more alike than others are, function by function.
 */
import { type Form, jaccard } from './form.ts';
import type { ComparedWork } from './work.ts';

export interface AlikeFunction {
  readonly name: string;
  /** Share of grams in common. */
  readonly overlap: number;
  /** In standard deviations above the mean of both forms' pairs with the cohort. */
  readonly z: number;
  /** How many others of the cohort have the same form as the first. */
  readonly others: number;
}

export interface Pair {
  readonly a: ComparedWork;
  readonly b: ComparedWork;
  /** Mean z of the functions that both have written. */
  readonly score: number;
}

export interface Comparison {
  /** Sorted by score, highest first; as many as are worth showing. */
  readonly pairs: readonly Pair[];
  /** The scores of all pairs, sorted, for the distribution. */
  readonly scores: Float64Array;
  /** Above it a pair is unlike the cohort: see {@link thresholdOf}. */
  readonly threshold: number;
  readonly detail: (pair: Pair) => AlikeFunction[];
}

/** Functions that both have; with fewer the mean says little. */
const LEAST_COMMON = 3;

const KEPT = 500;

/** @param arePartners pairs that are left out */
export function compare(
  works: readonly ComparedWork[],
  functions: readonly string[],
  arePartners: (a: ComparedWork, b: ComparedWork) => boolean = () => false,
): Comparison {
  const tables = functions.map((name) => overlapTable(name, works));
  const found: Pair[] = [];
  const scores: number[] = [];
  for (const [i, a] of works.entries()) {
    for (let j = 0; j < i; j++) {
      const b = works[j]!;
      if ((a.isArchived && b.isArchived) || arePartners(a, b)) continue;
      const score = scoreOf(tables, i, j);
      if (score === undefined) continue;
      scores.push(score);
      found.push({ a: b, b: a, score });
    }
    // Sorted now and then, so that 800 students with an archive do not fill the memory.
    if (found.length > 100 * KEPT) keepHighest(found);
  }
  keepHighest(found);
  const sorted = Float64Array.from(scores).sort();
  const index = new Map(works.map((work, i) => [work, i]));
  const detail = ({ a, b }: Pair) =>
    tables.flatMap((table) => table.detail(index.get(a)!, index.get(b)!) ?? []).sort((x, y) => y.z - x.z);
  return { pairs: found, scores: sorted, threshold: thresholdOf(sorted), detail };
}

function keepHighest(pairs: Pair[]): void {
  pairs.sort((x, y) => y.score - x.score);
  pairs.length = Math.min(pairs.length, KEPT);
}

function scoreOf(tables: readonly OverlapTable[], i: number, j: number): number | undefined {
  let [sum, count] = [0, 0];
  for (const table of tables) {
    const z = table.z(i, j);
    if (Number.isNaN(z)) continue;
    sum += z;
    count++;
  }
  return count < Math.min(LEAST_COMMON, tables.length) ? undefined : sum / count;
}

/**
 * Median plus so many robust standard deviations (1.4826 times the median absolute deviation): copies among the pairs hardly
 * move it. The factor was chosen on one family of made submissions, and checked on another (docs/similarity.md).
 */
const FACTOR = 6;

function thresholdOf(sorted: Float64Array): number {
  const median = middle(sorted);
  const deviations = sorted.map((score) => Math.abs(score - median)).sort();
  return median + FACTOR * 1.4826 * middle(deviations);
}

const middle = (sorted: Float64Array): number => sorted[sorted.length >> 1] ?? 0;

interface OverlapTable {
  /** NaN if one has not written the function, or everybody wrote the same. */
  z(i: number, j: number): number;
  detail(i: number, j: number): AlikeFunction | undefined;
}

/** Many have the same form, so overlaps are computed once for each pair of forms. */
function overlapTable(name: string, works: readonly ComparedWork[]): OverlapTable {
  const forms: Form[] = [];
  const numbers = new Map<string, number>();
  const formOfWork = works.map(({ forms: own }) => {
    const form = own.get(name);
    if (!form) return -1;
    if (!numbers.has(form.id)) numbers.set(form.id, forms.push(form) - 1);
    return numbers.get(form.id)!;
  });
  const n = forms.length;
  const overlaps = new Float32Array(n * n);
  for (let x = 0; x < n; x++) {
    for (let y = 0; y <= x; y++) {
      const overlap = x === y ? 1 : jaccard(forms[x]!.grams, forms[y]!.grams);
      overlaps[x * n + y] = overlap;
      overlaps[y * n + x] = overlap;
    }
  }
  const inCohort = new Array<number>(n).fill(0);
  works.forEach(({ isArchived }, i) => {
    const form = formOfWork[i]!;
    if (form >= 0 && !isArchived) inCohort[form]!++;
  });
  const moments = forms.map((_, x) => momentsOf(x, overlaps, inCohort));
  const pooled = Math.sqrt(
    average(
      moments.map(({ variance }) => variance),
      inCohort,
    ),
  );
  const from = (x: number, y: number): number => {
    const { mean, variance } = moments[x]!;
    // Half its own deviation, half everybody's: a form that few have gives no reliable one.
    return (overlaps[x * n + y]! - mean) / Math.sqrt((variance + pooled * pooled) / 2);
  };
  const z = (i: number, j: number): number => {
    const [x, y] = [formOfWork[i]!, formOfWork[j]!];
    return x < 0 || y < 0 || pooled < 1e-4 ? Number.NaN : (from(x, y) + from(y, x)) / 2;
  };
  return {
    z,
    detail: (i, j) => {
      const value = z(i, j);
      if (Number.isNaN(value)) return undefined;
      const [x, y] = [formOfWork[i]!, formOfWork[j]!];
      const own = [i, j].filter((k) => formOfWork[k] === x && !works[k]!.isArchived).length;
      return { name, overlap: overlaps[x * n + y]!, z: value, others: inCohort[x]! - own };
    },
  };
}

/** Of the overlaps of one form with everybody's in the cohort. */
function momentsOf(x: number, overlaps: Float32Array, counts: readonly number[]): { mean: number; variance: number } {
  const row = overlaps.subarray(x * counts.length, (x + 1) * counts.length);
  const mean = average(row, counts);
  return {
    mean,
    variance: average(
      row.map((overlap) => (overlap - mean) ** 2),
      counts,
    ),
  };
}

function average(values: ArrayLike<number>, weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total === 0 ? 0 : weights.reduce((sum, weight, i) => sum + weight * values[i]!, 0) / total;
}
