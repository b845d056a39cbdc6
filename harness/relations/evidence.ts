/** From the outcomes of a function's checks to pairs of answers, and the parts of them that a relation is about. */
import { type ArrayData, isArrayData } from '#lib/tensor/array.ts';
import type { Answers, Check, Inputs } from '../check.ts';
import type { Pair, Sums } from './pair.ts';

/** The outcome of one check that came to an end. */
export interface Compared {
  readonly check: Check;
  readonly inputs: Inputs;
  /** Undefined if the code threw an error. */
  readonly actual: Answers | undefined;
  /** The reference's answers. */
  readonly expected: Answers;
  readonly passed: boolean;
  readonly sums?: Sums | undefined;
}

/** The answers of value and gradient checks; undefined if one of them cannot be compared. */
export function pairsOf(runs: readonly Compared[]): Pair[] | undefined {
  const pairs: Pair[] = [];
  for (const { check, inputs, actual, expected, passed, sums } of runs) {
    if (check.kind === 'property') continue;
    for (const [name, wanted] of Object.entries(expected)) {
      const own = actual && Object.hasOwn(actual, name) ? actual[name]! : undefined;
      if (!own || String(own.shape) !== String(wanted.shape) || !own.data.every(Number.isFinite)) return undefined;
      pairs.push({
        name,
        kind: check.kind,
        actual: own,
        expected: wanted,
        inputs,
        numbers: { ...sizesIn(inputs, wanted), ...numbersIn(inputs), ...check.relations?.numbers?.(inputs) },
        sums: sums?.[name] ?? [],
        title: check.title,
        axes: check.relations?.axes?.[wanted.shape.length] ?? axesOf(wanted),
        tolerance: check.tolerance,
        perExample: check.perExample ?? false,
        passed,
      });
    }
  }
  return pairs;
}

/** What a sentence is about, and the pairs that it must hold on. */
export interface Scope {
  readonly subject: string;
  readonly pairs: readonly Pair[];
}

/**
 * All answers; the values or the gradients if the others are something else; the answers of one name; those of which the parts
 * are known; those of the checks that failed.
 */
export function scopesOf(pairs: readonly Pair[]): Scope[] {
  const values = pairs.filter(({ kind }) => kind === 'value');
  const gradients = pairs.filter(({ kind }) => kind === 'gradient');
  const scopes: Scope[] = [{ subject: 'Your values are', pairs }];
  const isMixed = values.length > 0 && gradients.length > 0;
  if (isMixed) {
    const isValueRight = values.every(({ passed }) => passed);
    scopes.push(
      { subject: 'The values that you return (not their gradient) are', pairs: values },
      {
        subject: `${isValueRight ? 'What you return is right; t' : 'T'}he values of its gradient are`,
        pairs: gradients,
      },
    );
  }
  const names = [...new Set(values.map(({ name }) => topic(name)))];
  if (names.length > 1) {
    for (const name of names) {
      scopes.push({
        subject: `The values of your ${name} are`,
        pairs: values.filter((pair) => topic(pair.name) === name),
      });
    }
  }
  const summed = pairs.filter(({ sums }) => sums.length > 0);
  scopes.push({ subject: `In ${titles(summed)} your values are`, pairs: summed });
  const failed = pairs.filter(({ passed }) => !passed);
  scopes.push({ subject: `In ${titles(failed)}, where they are wrong, your values are`, pairs: failed });
  const isNew = (scope: Scope, i: number) => scopes.findIndex(({ pairs }) => isSame(pairs, scope.pairs)) === i;
  // What is said of one check alone is a coincidence more easily.
  const isSingle = ({ pairs }: Scope) => pairs.length < 2;
  return scopes
    .filter(isNew)
    .filter(({ pairs }) => pairs.some(({ passed }) => !passed) && isEnough(pairs))
    .sort((a, b) => Number(isSingle(a)) - Number(isSingle(b)));
}

/** Each failed check by itself. */
export function singleChecks(pairs: readonly Pair[]): Scope[] {
  const failed = new Set(pairs.filter(({ passed }) => !passed).map(({ title }) => title));
  return [...failed].map((title) => ({
    subject: `In “${title}” your values are`,
    pairs: pairs.filter((pair) => pair.title === title),
  }));
}

const titles = (pairs: readonly Pair[]): string => [...new Set(pairs.map(({ title }) => `“${title}”`))].join(' and ');

const isSame = (a: readonly Pair[], b: readonly Pair[]): boolean =>
  a.length === b.length && a.every((pair, i) => pair === b[i]);

/** `loss` and `losses`, `first move` and `last move` are about one thing. */
const topic = (name: string): string => {
  const word = name.replace(/ \d+$/, '').split(' ').at(-1)!;
  return word === 'losses' ? 'loss' : word;
};

/** A single number is met by anything. */
const isEnough = (pairs: readonly Pair[]): boolean =>
  pairs.length >= 2 ||
  pairs.reduce((sum, { expected }) => sum + expected.data.length, 0) >= 6 ||
  pairs.some(({ sums }) => sums.length > 0);

/** N, H, W and C of the first images or feature maps, h and w of a map. */
function sizesIn(inputs: Inputs, { shape }: ArrayData): Record<string, number> {
  const images = Object.values(inputs)
    .flatMap((value) => (isArrayData(value) ? [value] : []))
    .find((array) => array.shape.length === 4);
  const sizes: Record<string, number> = {};
  if (images) for (const [i, name] of ['N', 'H', 'W', 'C'].entries()) sizes[name] = images.shape[i]!;
  const [, h, w] = shape;
  if (shape.length === 3 && images && h !== images.shape[1]) Object.assign(sizes, { h, w });
  return sizes;
}

const numbersIn = (inputs: Inputs): Record<string, number> =>
  Object.fromEntries(
    Object.entries(inputs).flatMap(([name, value]) =>
      typeof value === 'number' && name !== 'rank' ? [[name, value] as const] : [],
    ),
  );

function axesOf({ shape }: ArrayData): readonly string[] {
  if (shape.length === 4) return ['image', 'row', 'column', 'channel'];
  return shape.length === 3 ? ['image', 'row', 'column'] : shape.map(() => 'entry');
}
