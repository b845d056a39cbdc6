import { expect, it } from 'vitest';
import { formatProbability } from '../../../lib/entry/examples.ts';

it.each([
  [0, '< 0.1 %'],
  [0.00099, '< 0.1 %'],
  [0.001, '0.1 %'],
  [0.0949, '9.5 %'],
  [0.1, '10 %'],
  [0.666, '67 %'],
  [0.9899, '99 %'],
  [0.99, '99 %'],
  [0.9901, '> 99 %'],
  [1, '> 99 %'],
])('the probability %d reads %s', (p, text) => {
  expect(formatProbability(p)).toBe(text);
});
