/** Round numbers for the axes of charts and color bars. */

/** Multiples of 1, 2 or 5 · 10^n that enclose [low, high], about `count` of them. */
export function niceTicks(low: number, high: number, count: number): number[] {
  const span = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span / count));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => span / candidate <= count)!;
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** All labels with an exponent, or none: 1e4 beside 1e5, but 1000 beside 100. */
export function formatPowersOfTen(ticks: readonly number[]): string[] {
  const written = ticks.some((tick) => tick >= 1e5 || tick < 1e-3);
  return ticks.map((tick) => (written ? `1e${Math.round(Math.log10(tick))}`.replace('-', '−') : formatNumber(tick)));
}

/** Powers of ten that enclose the positive interval [low, high]. */
export function powersOfTen(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.max(first + 1, Math.ceil(Math.log10(high)));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(`1e${first + i}`));
}

/** Short: 0.25, 1200, 3.2e6, 1.5e-5, with a real minus sign. */
export function formatNumber(value: number): string {
  const magnitude = Math.abs(value);
  const text =
    value === 0
      ? '0'
      : magnitude >= 1e5 || magnitude < 1e-3
        ? Number(value.toPrecision(3)).toExponential().replace('e+', 'e')
        : String(Number(value.toPrecision(3 + Math.max(0, Math.floor(Math.log10(magnitude)) - 2))));
  return text.replaceAll('-', '−');
}
