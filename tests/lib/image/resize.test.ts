import { describe, expect, test } from 'vitest';
import { type Picture, resizePicture, sizeForSmallerSide } from '../../../lib/image/resize.ts';

const picture: Picture = {
  width: 9,
  height: 7,
  data: Uint8Array.from({ length: 9 * 7 * 3 }, (_, i) => (i * i * 31 + i * 7) % 256),
};

describe('the same bytes as Pillow 12 gives with BILINEAR', () => {
  test('smaller, by different factors', () => {
    const expected = [
      113, 110, 127, 137, 151, 161, 148, 101, 143, 135, 109, 117, 164, 118, 124, 153, 108, 119, 145, 89, 122, 164, 127,
      83, 124, 122, 107, 165, 117, 117, 161, 82, 158, 128, 98, 82,
    ];
    expect([...resizePicture(picture, 4, 3).data]).toEqual(expected);
  });
  test('one side only', () => {
    const expected = [
      76, 148, 121, 168, 92, 132, 180, 112, 123, 125, 148, 167, 117, 164, 143, 154, 54, 136, 160, 109, 132, 128, 73, 86,
      155, 179, 103, 136, 159, 107, 134, 87, 125, 148, 108, 95, 179, 128, 98, 154, 99, 160, 145, 74, 184, 183, 83, 81,
      106, 85, 120, 170, 144, 44,
    ];
    expect([...resizePicture(picture, 9, 2).data]).toEqual(expected);
  });
  test('larger: its first row', () => {
    const expected = [
      0, 38, 138, 24, 24, 86, 65, 17, 90, 127, 30, 232, 60, 73, 246, 70, 132, 178, 196, 210, 30, 177, 142, 91, 175, 92,
      170, 191, 60, 246, 235, 55, 194, 183, 72, 162, 104, 94, 146,
    ];
    expect([...resizePicture(picture, 13, 10).data.slice(0, 39)]).toEqual(expected);
  });
});

test('a constant stays what it is: no weight goes over 1', () => {
  for (const value of [0, 1, 128, 254, 255]) {
    const flat = { width: 37, height: 23, data: new Uint8Array(37 * 23 * 3).fill(value) };
    for (const [width, height] of [
      [5, 3],
      [100, 71],
      [1, 1],
    ] as const) {
      expect(new Set(resizePicture(flat, width, height).data)).toEqual(new Set([value]));
    }
  }
});

test('shrinking averages: no pixel is skipped', () => {
  const data = new Uint8Array(100 * 3);
  data.fill(255, 3 * 50, 3 * 51);
  expect(resizePicture({ width: 100, height: 1, data }, 1, 1).data[0]).toBeGreaterThan(0);
});

test("the smaller side as torchvision's Resize", () => {
  expect(sizeForSmallerSide(451, 300, 224)).toEqual({ width: 336, height: 224 });
  expect(sizeForSmallerSide(300, 451, 224)).toEqual({ width: 224, height: 336 });
  expect(sizeForSmallerSide(3, 3, 10)).toEqual({ width: 10, height: 10 });
});
