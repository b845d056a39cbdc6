/** What relations are searched on: pairs of an answer and what was expected. */
import { type ArrayData, sizeOf } from '#lib/tensor/array.ts';
import type { Inputs } from '../check.ts';

/** One answer of one check, of the expected shape and finite. */
export interface Pair {
  /** The answer's name, e.g. `loss`. */
  readonly name: string;
  readonly kind: 'value' | 'gradient';
  readonly actual: ArrayData;
  readonly expected: ArrayData;
  readonly inputs: Inputs;
  /** Numbers by name that a wrong factor may be made of: sizes, and the numbers among the inputs. */
  readonly numbers: Readonly<Record<string, number>>;
  /** What the expected values are the sum of, in every known way. */
  readonly sums: readonly Sum[];
  /** The title of the check. */
  readonly title: string;
  /** Names of the axes: image, row, column, channel. */
  readonly axes: readonly string[];
  readonly tolerance: number;
  readonly perExample: boolean;
  readonly passed: boolean;
}

/** The expected values as a sum of parts. */
export interface Sum {
  /** What each part belongs to: image, layer, channel, loss. */
  readonly over: string;
  readonly parts: readonly Part[];
}

/** Answer's name → what its expected values are the sum of. */
export type Sums = Readonly<Record<string, readonly Sum[]>>;

export interface Part {
  /** Its name if it has one: `the vertical pairs`. */
  readonly name?: string | undefined;
  /** As many as the answer has. */
  readonly values: readonly number[];
  /** The weight that is in it. */
  readonly weight?: number | undefined;
  /** How many numbers it is the sum of. */
  readonly count?: number | undefined;
}

/** What the expected values would have to become to be the student's: undefined if it cannot be applied to this pair. */
export type Predict = (pair: Pair) => ArrayLike<number> | undefined;

/** A relation that may hold, said as the end of a sentence: `Your values are …`. */
export interface Candidate {
  readonly says: string;
  readonly predict: Predict;
}

/** A residual must be this many times below the tolerance. */
const MARGIN = 5;

/** Whether the student's values are the predicted ones, by a residual far under the tolerance. */
export function isClose({ actual, tolerance, perExample }: Pair, predicted: ArrayLike<number>): boolean {
  const { data } = actual;
  const size = perExample ? data.length / examplesIn(actual) : data.length;
  for (let start = 0; start < data.length; start += size) {
    let [scale, residual] = [0, 0];
    for (let i = start; i < start + size; i++) {
      scale = Math.max(scale, Math.abs(predicted[i]!));
      // Written so that NaN is refused.
      if (!(Math.abs(data[i]! - predicted[i]!) <= residual)) residual = Math.abs(data[i]! - predicted[i]!);
    }
    if (!(residual <= (tolerance / MARGIN) * scale) || scale === Number.POSITIVE_INFINITY) return false;
  }
  return true;
}

export const holdsOn = (pairs: readonly Pair[], predict: Predict): boolean =>
  pairs.every((pair) => {
    const predicted = predict(pair);
    return predicted !== undefined && isClose(pair, predicted);
  });

export const examplesIn = ({ shape }: ArrayData): number => (shape.length > 1 ? shape[0]! : 1);

/** How many numbers one example has. */
export const exampleSize = ({ shape }: ArrayData): number =>
  shape.length > 1 ? sizeOf(shape.slice(1)) : sizeOf(shape);

/** As many digits as a student needs to recognize the number; a small fraction as such. */
export function number(value: number): string {
  if (Math.abs(value) < 0.99) {
    const denominator = Math.round(1 / Math.abs(value));
    const isFraction = denominator <= 200 && Math.abs(Math.abs(value) * denominator - 1) < 1e-4;
    if (isFraction) return `${value < 0 ? '−' : ''}1/${denominator}`;
  }
  const rounded = Math.round(value);
  const text =
    Math.abs(value - rounded) < 1e-4 * Math.abs(value) ? String(rounded) : String(Number(value.toPrecision(4)));
  return text.replace('-', '−');
}
