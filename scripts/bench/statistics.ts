export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Between two neighbors it goes in proportion, as NumPy does. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return below + (above - below) * (place - Math.floor(place));
}
