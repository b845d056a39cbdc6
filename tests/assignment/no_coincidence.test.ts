/**
 * Inputs are drawn so that different mistakes give different numbers, and feature maps hold what real ones do: else a hint fits by
 * coincidence, and a ReLU that stops at 6 passes.
 */
import { describe, expect, it } from 'vitest';
import { checks } from '../../assignment/checks/index.ts';
import { subjects } from '../../assignment/checks/subjects.ts';
import type { Inputs, InputValue } from '../../harness/check.ts';
import { Random } from '../../lib/random.ts';
import { type ArrayData, isArrayData } from '../../lib/tensor/array.ts';

const drawn = checks.map((check) => ({ check, inputs: check.inputs(new Random(check.id), { numClasses: 25 }) }));

const arraysIn = (value: InputValue): ArrayData[] => {
  if (isArrayData(value)) return [value];
  return Array.isArray(value) ? value.flatMap(arraysIn) : [];
};
const arraysOf = (inputs: Inputs): ArrayData[] => Object.values(inputs).flatMap(arraysIn);

/** N, H, W and C of every array of images or feature maps; filters of networks are no answers' sizes. */
const sizesOf = ({ weights: _, networks: __, flat: ___, ...inputs }: Inputs): number[][] =>
  arraysOf(inputs).flatMap(({ shape }) => (shape.length === 4 ? [shape.filter((n) => n > 1)] : []));

const isMultiple = (a: number, b: number): boolean => [1, 2, 3, 4].some((factor) => a === factor * b);

it.each(drawn.map(({ check, inputs }) => [check.id, inputs] as const))(
  '%s has sizes of which none is another, or two to four times another',
  (_, inputs) => {
    for (const sizes of sizesOf(inputs)) {
      const layers = Array.isArray(inputs.styleLayers) ? [inputs.styleLayers.length].filter((n) => n > 1) : [];
      const all = [...sizes, ...layers];
      const clashes = all.flatMap((a, i) =>
        all.filter((b, j) => i !== j && isMultiple(a, b)).map((b) => `${a} and ${b}`),
      );
      expect(clashes).toEqual([]);
    }
  },
);

describe('numbers', () => {
  it.each(drawn.map(({ check, inputs }) => [check.id, inputs] as const))('of %s are not round', (_, inputs) => {
    const numbers = Object.entries(inputs).flatMap(([name, value]) => {
      if (name === 'rank' || name === 'ranks' || name === 'styleLayers') return [];
      return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'number');
    });
    for (const number of numbers) expect(Number(number.toPrecision(2)), String(number)).not.toBe(number);
  });

  it('differ between the weights of a check', () => {
    for (const { inputs } of drawn) {
      const weights = (inputs.styleWeights ?? []) as number[];
      expect(new Set(weights).size).toBe(weights.length);
    }
  });
});

describe.each([
  ['guidedRelu', [subjects.guidedRelu], true],
  ['content loss', [subjects.contentLoss], true],
  ['Gram matrix and style loss', [subjects.gramMatrix, subjects.styleLoss], false],
] as const)('feature maps of %s', (_, own, isSigned) => {
  const maps = drawn
    .filter(({ check }) => (own as readonly unknown[]).includes(check.subject) && check.kind === 'value')
    .flatMap(({ inputs }) =>
      [arraysOf(inputs).find(({ shape }) => shape.length === 4)].filter((map) => map !== undefined),
    );

  it('reach beyond 6, hold tiny values and exact zeros', () => {
    expect(maps.length).toBeGreaterThan(0);
    for (const { data } of maps) {
      const values = Array.from<number>(data);
      expect(Math.max(...values)).toBeGreaterThan(7);
      expect(values).toContain(0);
      expect(values.some((value) => value !== 0 && Math.abs(value) < 0.01)).toBe(true);
      expect(values.some((value) => value < 0)).toBe(isSigned);
    }
  });
});

it('every pair of a negative, zero and positive x and dy is tried, small and beyond 6', () => {
  const { inputs } = drawn.find(({ check }) => check.id === 'guidedRelu.gradient.truthTable')!;
  const [x, dy] = [(inputs.x as ArrayData).data, (inputs.dy as ArrayData).data];
  const pairs = new Set(Array.from(x, (value, i) => `${Math.sign(value)} ${Math.sign(dy[i]!)}`));
  expect(pairs.size).toBe(9);
  for (const values of [x, dy]) {
    const magnitudes = Array.from<number>(values).map(Math.abs);
    expect(Math.max(...magnitudes)).toBeGreaterThan(6);
    expect(magnitudes.some((value) => value > 0 && value < 0.1)).toBe(true);
  }
});
