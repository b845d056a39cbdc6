/** Compares a run's answers with the expected ones. Pure: no student code runs here. */
import { type Comparison, compareArrays, isWithin } from '#lib/tensor/compare.ts';
import type { Answers, Check, Inputs } from './check.ts';
import { withLocation } from './location.ts';
import type { RunOutcome } from './run.ts';

/** Why a check failed: a fixed list, so that the reason can be shown even for hidden checks. */
export type FailureReason =
  | 'could not be loaded'
  | 'not implemented'
  | 'threw an error'
  | 'did not finish'
  | 'missing answer'
  | 'wrong shape'
  | 'not a finite number'
  | 'wrong value'
  | 'property does not hold';

export type Verdict =
  | { readonly passed: true; readonly maxRelativeError: number }
  | {
      readonly passed: false;
      readonly reason: FailureReason;
      /** Present if numbers could be compared. */
      readonly maxRelativeError?: number;
      /** Present if the shape is wrong. */
      readonly shapes?: { readonly actual: readonly number[]; readonly expected: readonly number[] };
      /** Details: they may quote numbers and the student's own message, so they are for visible checks only. */
      readonly detail: string;
    };

/** @param reference the reference's answers on the same inputs; not used by a property that has its own expectation */
export function judge(check: Check, inputs: Inputs, outcome: RunOutcome, reference: Answers): Verdict {
  if (outcome.kind === 'notImplemented') return { passed: false, reason: 'not implemented', detail: outcome.message };
  if (outcome.kind === 'threw') return { passed: false, reason: 'threw an error', detail: withLocation(outcome) };
  // A property may rely on the reference's shapes, so check those first.
  const shapes = compareAll(outcome.answers, reference, (actual, expected) =>
    compareArrays(actual, { ...expected, data: actual.data }),
  );
  const wrongShape = shapes.find(({ comparison }) => comparison?.kind !== 'measured');
  if (wrongShape) return failure(wrongShape, check);
  const expected = check.expected ? check.expected(outcome.answers, inputs) : reference;
  const comparisons = compareAll(outcome.answers, expected, (actual, e) =>
    compareArrays(actual, e, { perExample: check.perExample ?? false }),
  );
  const failed = comparisons.find(({ comparison }) => !comparison || !isWithin(comparison, check.tolerance));
  if (failed) return failure(failed, check);
  const errors = comparisons.map(({ comparison }) =>
    comparison?.kind === 'measured' ? comparison.maxRelativeError : Number.NaN,
  );
  if (errors.length === 0) throw new Error(`Check ${check.id} compared nothing.`);
  return { passed: true, maxRelativeError: Math.max(...errors) };
}

interface Compared {
  readonly name: string;
  readonly comparison: Comparison | undefined;
}

function compareAll(
  answers: Answers,
  expected: Answers,
  compare: (actual: Answers[string], expected: Answers[string]) => Comparison,
): Compared[] {
  return Object.entries(expected).map(([name, value]) => {
    const actual = Object.hasOwn(answers, name) ? answers[name] : undefined;
    return { name, comparison: actual && compare(actual, value) };
  });
}

function failure({ name, comparison }: Compared, check: Check): Verdict {
  if (!comparison) return { passed: false, reason: 'missing answer', detail: `${name} is missing from the answer.` };
  switch (comparison.kind) {
    case 'shape':
      return {
        passed: false,
        reason: 'wrong shape',
        shapes: { actual: comparison.actual, expected: comparison.expected },
        detail: `The shape of ${name} is [${comparison.actual}], expected [${comparison.expected}].`,
      };
    case 'nonFinite':
      return {
        passed: false,
        reason: 'not a finite number',
        detail: `${entry(name, comparison.index)} is ${comparison.actual}.`,
      };
    case 'measured':
      return {
        passed: false,
        reason: check.expected ? 'property does not hold' : 'wrong value',
        maxRelativeError: comparison.maxRelativeError,
        detail: `${entry(name, comparison.worstIndex)} is ${digits(comparison.actual)}, expected ${digits(comparison.expected)}.`,
      };
  }
}

/** A scalar has no index. */
const entry = (name: string, index: readonly number[]): string => (index.length === 0 ? name : `${name}[${index}]`);

/** As many digits as a float32 has. */
const digits = (value: number): number => Number(value.toPrecision(7));
