import { expect, test } from 'vitest';
import { bfloat16ToNumber, float16ToNumber, numberToFloat16 } from '../../../lib/tensor/float16.ts';

test('values of the binary16 standard', () => {
  const known: [number, number][] = [
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x3555, 0.333251953125],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
  ];
  for (const [bits, value] of known) {
    expect(float16ToNumber(bits)).toBe(value);
    expect(numberToFloat16(value)).toBe(bits);
  }
  expect(float16ToNumber(0x7e00)).toBeNaN();
  expect(numberToFloat16(Number.NaN)).toBe(0x7e00);
  expect(Object.is(float16ToNumber(0x8000), -0)).toBe(true);
});

test('every finite binary16 survives the way there and back', () => {
  const finite = Array.from({ length: 0x10000 }, (_, bits) => bits).filter((bits) => (bits & 0x7c00) !== 0x7c00);
  expect(finite.filter((bits) => numberToFloat16(float16ToNumber(bits)) !== bits)).toEqual([]);
});

test('rounds to nearest, ties to even, and overflows from 65520 on', () => {
  expect(numberToFloat16(1 + 2 ** -11)).toBe(0x3c00);
  expect(numberToFloat16(1 + 3 * 2 ** -11)).toBe(0x3c02);
  expect(numberToFloat16(2 ** -25)).toBe(0);
  expect(numberToFloat16(3 * 2 ** -25)).toBe(2);
  expect(numberToFloat16(65519.996)).toBe(0x7bff);
  expect(numberToFloat16(65520)).toBe(0x7c00);
});

test('bfloat16 is the upper half of a float32', () => {
  expect(bfloat16ToNumber(0x3f80)).toBe(1);
  expect(bfloat16ToNumber(0xc0a0)).toBe(-5);
});
