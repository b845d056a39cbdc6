/** How much alike two lists order what they describe. */

/**
 * Spearman's rank correlation: the correlation of the ranks, where equal values share the mean of their ranks. As
 * `scipy.stats.spearmanr`.
 * @returns from −1 (reversed order) to 1 (same order); NaN if a list is constant
 * @throws RangeError if the lists differ in length
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new RangeError(
      `Rank correlation needs two lists of the same length, got ${a.length} and ${b.length} values.`,
    );
  }
  return correlation(ranks(a), ranks(b));
}

/** Ranks from 1; equal values get the mean of the ranks they take up. */
function ranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const result = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let k = start; k < end; k++) result[order[k]!] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}

/** Pearson's. */
function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [a[i]! - meanA, b[i]! - meanB];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / Math.sqrt(aa * bb);
}
