/** The one comparison routine: how far an answer is from what was expected. */
import type { ArrayData } from './array.ts';

export type Comparison =
  | {
      readonly kind: 'measured';
      readonly maxRelativeError: number;
      readonly worstIndex: readonly number[];
      readonly actual: number;
      readonly expected: number;
    }
  | { readonly kind: 'shape'; readonly actual: readonly number[]; readonly expected: readonly number[] }
  | { readonly kind: 'nonFinite'; readonly index: readonly number[]; readonly actual: number };

export interface CompareOptions {
  /**
   * Scale the error of each example (first axis) by that example's own largest magnitude, so that an image with small values is
   * not masked by one with large values.
   */
  readonly perExample?: boolean;
}

/**
 * The maximum relative error max|a − e| / max|e|: every difference is measured against the largest expected magnitude
 * (of its example with `perExample`), because an element-wise quotient blows up where the expected value is near zero.
 * Where all expected values are 0 the error is absolute. A wrong shape or a value that is not finite is never a number.
 */
export function compareArrays(
  actual: ArrayData,
  expected: ArrayData,
  { perExample = false }: CompareOptions = {},
): Comparison {
  if (actual.shape.length !== expected.shape.length || actual.shape.some((n, axis) => n !== expected.shape[axis])) {
    return { kind: 'shape', actual: actual.shape, expected: expected.shape };
  }
  const examples = perExample && expected.shape.length > 1 ? (expected.shape[0] ?? 1) : 1;
  const exampleSize = expected.data.length / Math.max(1, examples);
  let worst = { error: 0, position: 0 };
  for (let example = 0; example < examples; example++) {
    const start = example * exampleSize;
    const scale = largestMagnitude(expected.data, start, start + exampleSize) || 1;
    for (let i = start; i < start + exampleSize; i++) {
      const value = actual.data[i] as number;
      // NaN compares false with everything, so it is checked explicitly: a comparison must never let it pass.
      if (!Number.isFinite(value)) return { kind: 'nonFinite', index: indexOf(i, expected.shape), actual: value };
      const error = Math.abs(value - (expected.data[i] as number)) / scale;
      if (!(error <= worst.error)) worst = { error, position: i };
    }
  }
  return {
    kind: 'measured',
    maxRelativeError: worst.error,
    worstIndex: indexOf(worst.position, expected.shape),
    actual: actual.data[worst.position] ?? 0,
    expected: expected.data[worst.position] ?? 0,
  };
}

export function isWithin(comparison: Comparison, tolerance: number): boolean {
  return comparison.kind === 'measured' && comparison.maxRelativeError <= tolerance;
}

function largestMagnitude(data: ArrayLike<number>, start: number, end: number): number {
  let largest = 0;
  for (let i = start; i < end; i++) largest = Math.max(largest, Math.abs(data[i] as number));
  return largest;
}

function indexOf(position: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = position;
  for (const n of [...shape].reverse()) {
    index.unshift(rest % n);
    rest = Math.floor(rest / n);
  }
  return index;
}
