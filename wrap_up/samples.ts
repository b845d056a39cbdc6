/** Means of samples, and how far they can be trusted. */

/** The mean of samples of several values, and its standard error; NaN for a single sample. */
export function meanAndError(samples: readonly Float32Array[]): { mean: Float32Array; standardError: Float32Array } {
  const n = samples.length;
  const mean = samples[0]!.map((_, i) => samples.reduce((sum, sample) => sum + sample[i]!, 0) / n);
  const standardError = mean.map((m, i) => {
    const squares = samples.reduce((sum, sample) => sum + (sample[i]! - m) ** 2, 0);
    return Math.sqrt(squares / (n * (n - 1)));
  });
  return { mean, standardError };
}

export function rootMeanSquare(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
