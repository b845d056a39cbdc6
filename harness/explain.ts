/**
 * Help for failures that need no reference: what a TensorFlow.js error message means here, what a wrong shape suggests. Pure;
 * also in the handout.
 */
import type { Check } from './check.ts';
import type { Verdict } from './judge.ts';
import { translate } from './pytorch_names.ts';
import type { RunOutcome } from './run.ts';

/** @returns the usual cause and what to do, in the student's terms; undefined if there is nothing to add */
export function explainFailure(check: Check, verdict: Verdict, outcome: RunOutcome): string | undefined {
  if (verdict.passed) return undefined;
  if (outcome.kind === 'threw') return explainError(outcome.message, check);
  switch (verdict.reason) {
    case 'wrong shape':
      return verdict.shapes && explainShape(verdict.shapes.actual, verdict.shapes.expected);
    case 'not a finite number':
      return 'NaN and infinities come from a division by 0, the root or logarithm of something that is not positive, or a sum that grows too large.';
    default:
      return undefined;
  }
}

interface ErrorHelp {
  readonly pattern: RegExp;
  readonly help: string;
}

// Messages of TensorFlow.js 4.22, Node and run.ts.
const ERRORS: readonly ErrorHelp[] = [
  {
    pattern: /A tensor was used as a number/,
    help: 'JavaScript’s signs do not work on tensors, as Python’s do: write `a.add(b)`, `a.sub(b)`, `a.mul(b)`, `a.div(b)`, `a.square()`, and `loss = loss.add(...)` for `loss += ...`.',
  },
  {
    pattern: /Expected a tensor for .*, got a string/,
    help: 'With a tensor, `+` and `+=` join texts: write `a.add(b)`, and `loss = loss.add(...)`.',
  },
  {
    pattern: /Cannot find a connection between any variable/,
    help: 'The loss does not depend on the image, as the optimizer sees it: compute the features and the losses inside the function that `minimize` gets, from the image itself, and only with operations on tensors.',
  },
  {
    pattern: /Cannot compute gradient of y=f\(x\) with respect to x/,
    help: 'No gradient flows from the result to the input: somewhere the computation leaves tensors. `dataSync()`, `arraySync()` and `tf.tensor(...)` cut the gradient. Stay on tensors from the input to the result, and check that the input is used at all.',
  },
  {
    pattern: /gradient function not found for/,
    help: 'The operation named in the error has no gradient in TensorFlow.js. Use others: sums, products, `tf.gather`, `tf.oneHot`.',
  },
  {
    pattern: /Tensor is disposed|disposed (tensor|variable)|reading 'backend'/i,
    help: 'A tensor was used after it was disposed. Return from `tf.tidy` what you need outside it, and do not dispose of tensors that are still needed. What a `gradFunc` needs goes through `save([...])` and comes back as its second argument.',
  },
  {
    pattern: /^RangeError: slice: /,
    help: '`x.slice(begin, size)` takes sizes, not ends: from row 1 on there are H − 1 rows. The axes of images and feature maps are N, H, W, C.',
  },
  {
    pattern: /^RuntimeError: /,
    help: 'An operation reached beyond a tensor: an index, a size or an axis is larger than its shape allows, or negative.',
  },
  {
    pattern: /Cannot read properties of undefined \(reading '\d+'\)/,
    help: 'Brackets do not index a tensor, as they do in Python. One class for each image: multiply by `tf.oneHot(y, classes)` and sum; some rows: `gather` or `slice`; a number to decide with: `dataSync()[i]`.',
  },
  {
    pattern: /Expected a tensor for .*, got a Promise|Cannot return a Promise inside of tidy/,
    help: 'The function must return its tensor directly, but it is `async`. Remove `async` and `await`; `dataSync()` reads a number without waiting.',
  },
  {
    pattern:
      /Expected a tensor for .*, got a number|result y returned by f\(\) must be a tensor|f passed in .* must return a (scalar|tensor)/i,
    help: 'Return a tensor, not a number: a number has no gradient. `dataSync()`, `arraySync()` and signs such as `*` make numbers; `x.mul(y)` and its like make tensors.',
  },
  {
    pattern: /Expected a (?:tensor|number) for .*, got (?:undefined|null)/,
    help: 'Nothing was returned. Is there a `return` on every path, inside the function given to `tf.tidy` too?',
  },
  {
    pattern: /Error in matMul|inner shapes|inner dimensions/i,
    help: 'The inner sizes of the two matrices do not match: transpose one of them, e.g. with `tf.matMul(a, b, transposeA, transposeB)`.',
  },
  {
    pattern: /Shapes? .* (?:and|must|do not) .*match|could not be broadcast together|Incompatible shapes/i,
    help: 'Two shapes do not match. Print them, and the shape of what you return. Axes are aligned from the last: a map [N,H,W] needs a channel axis (`expandDims(-1)`) to go with [N,H,W,3].',
  },
  {
    pattern: /^CaptumError: Target not provided|cannot take gradient with respect to multiple outputs/,
    help: 'Attribution is always for one class: pass `target: y`.',
  },
  {
    pattern: /channels last|takes images \[N,H,W,3\]/,
    help: 'Images are [N,H,W,3] here, with the channels last; do not transpose them to PyTorch’s [N,3,H,W].',
  },
];

function explainError(message: string, check: Check): string | undefined {
  const known = ERRORS.find(({ pattern }) => pattern.test(message));
  if (known) return known.help;
  const translated = translate(message);
  if (translated) return translated;
  const method = check.subject.name.split('.').at(-1);
  if (/is not a constructor/.test(message) || message.includes(`${method} is not a function`)) {
    return `${check.subject.name} was not found in ${check.subject.module}: keep the skeleton's name, and \`export\` it.`;
  }
  const missing = /Cannot read properties of (undefined|null)/.exec(message)?.[1];
  if (missing) {
    return `A value is ${missing}. Does every function that ${check.subject.name} calls return something?`;
  }
  return undefined;
}

type Shape = readonly number[];

const same = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((n, i) => n === b[i]);
const sorted = (shape: Shape): number[] => [...shape].sort((a, b) => a - b);
const withoutOnes = (shape: Shape): number[] => shape.filter((n) => n !== 1);
const channelsFirst = (shape: Shape): Shape => [shape[0]!, shape.at(-1)!, ...shape.slice(1, -1)];

function explainShape(actual: Shape, expected: Shape): string {
  if (expected.length === 0 && actual.every((n) => n === 1)) {
    return 'A scalar has the shape []: sum without `keepDims`, start from `tf.scalar(0)` rather than `tf.zeros([1])`, or `reshape([])`.';
  }
  if (expected.length === 0) return 'The answer is a single number: `sum()` without an axis sums over everything.';
  if (actual.length === 0)
    return `Everything was summed to one number, but the answer should have the shape [${expected}]: pass the axis to reduce over.`;
  if (expected.length >= 3 && same(actual, channelsFirst(expected))) {
    return 'The channels are second, as in PyTorch (NCHW), but should be last (NHWC). `transpose([0, 2, 3, 1])` moves them.';
  }
  if (same(sorted(actual), sorted(expected))) {
    return 'The sizes are right but in the wrong order: check your transposes.';
  }
  if (same(withoutOnes(actual), withoutOnes(expected))) {
    return actual.length > expected.length
      ? 'There is an extra axis of size 1: omit `keepDims`, or `squeeze` it.'
      : 'An axis of size 1 is missing: `expandDims` adds it, or `keepDims` keeps it.';
  }
  if (same(actual.slice(1), expected.slice(1)) || same(actual, expected.slice(1))) {
    return `There are ${expected[0]} images, and each needs its own answer.`;
  }
  const reduced = wronglyReduced(actual, expected);
  if (reduced !== undefined) {
    return `Axis ${reduced} is gone, and one that should be gone is left: which axis did you reduce over? The axes are N, H, W, C: the channels are last (-1), not second as in PyTorch.`;
  }
  return 'Print the shape of every intermediate result, and compare them with the shapes in the comment above the function. Images and feature maps are [N,H,W,C].';
}

/** The axis of the expected shape that is missing, if what is left are its other axes and one more at the end. */
function wronglyReduced(actual: Shape, expected: Shape): number | undefined {
  if (actual.length !== expected.length || actual.length < 2) return undefined;
  const axis = expected.findIndex((_, i) => same(expected.toSpliced(i, 1), actual.slice(0, -1)));
  return axis >= 0 && axis < expected.length - 1 ? axis : undefined;
}
