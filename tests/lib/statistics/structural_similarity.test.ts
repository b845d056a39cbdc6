import { expect, test } from 'vitest';
import { structuralSimilarity } from '../../../lib/statistics/structural_similarity.ts';
import { float32 } from '../../../lib/tensor/array.ts';

const image = (f: (i: number) => number, shape = [14, 13]) =>
  float32(
    shape,
    Array.from({ length: shape[0]! * shape[1]! }, (_, i) => f(i)),
  );
const a = image((i) => 0.5 + 0.5 * Math.sin(0.9 * i));
const b = image((i) => 0.5 + 0.4 * Math.sin(0.9 * i + 0.7) + 0.05 * Math.cos(2.3 * i));

test('equal images have 1', () => {
  expect(structuralSimilarity(a, a)).toBeCloseTo(1, 12);
});

test('constant images differ in their means only, by hand', () => {
  const [x, y, c1] = [0.25, 0.75, 0.01 ** 2];
  const expected = (2 * x * y + c1) / (x * x + y * y + c1);
  expect(
    structuralSimilarity(
      image(() => x),
      image(() => y),
    ),
  ).toBeCloseTo(expected, 10);
});

test('as PyTorch computes it in double precision, with the same window', () => {
  expect(structuralSimilarity(a, b)).toBeCloseTo(0.7418210006661653, 6);
  expect(
    structuralSimilarity(
      a,
      image((i) => 0.5 - 0.5 * Math.sin(0.9 * i)),
    ),
  ).toBeCloseTo(-0.9631339267416417, 6);
});

test('the range goes with the values', () => {
  const times255 = (x: typeof a) =>
    float32(
      x.shape,
      x.data.map((value) => 255 * value),
    );
  expect(structuralSimilarity(times255(a), times255(b), 255)).toBeCloseTo(structuralSimilarity(a, b), 5);
});

test('images that do not fit are refused', () => {
  expect(() =>
    structuralSimilarity(
      a,
      image(() => 0, [13, 14]),
    ),
  ).toThrow('Got [14,13] and [13,14]');
  expect(() =>
    structuralSimilarity(
      image(() => 0, [10, 20]),
      image(() => 0, [10, 20]),
    ),
  ).toThrow('at least 11×11');
});
