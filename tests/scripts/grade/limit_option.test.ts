import { expect, it } from 'vitest';
import { defaultLimits } from '../../../grader/limits.ts';
import { limit, limitNames } from '../../../scripts/grade/limit_option.ts';

it('collects limits by their names', () => {
  expect(limit('checkWallMs=60000', limit('checkCpuMs=20000'))).toEqual({ checkCpuMs: 20_000, checkWallMs: 60_000 });
  expect(limitNames.split('\n')).toHaveLength(Object.keys(defaultLimits).length);
});

it.each([
  ['checkCpuMS=1', /The limits are .*checkCpuMs/],
  ['constructor=1', /The limits are/],
  ['checkCpuMs', /whole number .* checkCpuMs=10000/],
  ['checkCpuMs=0', /whole number/],
  ['checkCpuMs=1.5', /whole number/],
  ['checkCpuMs=', /whole number/],
])('refuses %s', (text, message) => {
  expect(() => limit(text)).toThrow(message);
});
