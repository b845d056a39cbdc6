import { expect, test } from 'vitest';
import { COLOR_MAP_NAMES, type ColorMapName, colorOf, colorTable } from '../../../lib/image/colormap.ts';

/** Colors 0, 31, 90, 128, 200 and 255 of 256, as matplotlib 3.11 has them; RdWhGn by its LinearSegmentedColormap. */
const MATPLOTLIB: Readonly<Record<ColorMapName, number[][]>> = {
  viridis: [
    [68, 1, 84],
    [71, 44, 122],
    [46, 109, 142],
    [33, 145, 140],
    [112, 207, 87],
    [253, 231, 37],
  ],
  jet: [
    [0, 0, 128],
    [0, 0, 255],
    [2, 232, 244],
    [125, 255, 122],
    [255, 119, 0],
    [128, 0, 0],
  ],
  hot: [
    [11, 0, 0],
    [92, 0, 0],
    [247, 0, 0],
    [255, 92, 0],
    [255, 255, 38],
    [255, 255, 255],
  ],
  gray: [
    [0, 0, 0],
    [31, 31, 31],
    [90, 90, 90],
    [128, 128, 128],
    [200, 200, 200],
    [255, 255, 255],
  ],
  RdWhGn: [
    [255, 0, 0],
    [255, 62, 62],
    [255, 180, 180],
    [254, 255, 254],
    [110, 183, 110],
    [0, 128, 0],
  ],
  Reds: [
    [255, 245, 240],
    [254, 225, 211],
    [252, 153, 122],
    [251, 105, 74],
    [193, 22, 27],
    [103, 0, 13],
  ],
  Greens: [
    [247, 252, 245],
    [229, 245, 225],
    [168, 220, 162],
    [115, 196, 118],
    [25, 131, 62],
    [0, 68, 27],
  ],
  RdBu_r: [
    [5, 48, 97],
    [40, 112, 177],
    [179, 214, 232],
    [247, 246, 246],
    [219, 107, 85],
    [103, 0, 31],
  ],
  Blues: [
    [247, 251, 255],
    [223, 235, 247],
    [165, 205, 227],
    [106, 174, 214],
    [26, 104, 174],
    [8, 48, 107],
  ],
};

test.each(COLOR_MAP_NAMES)("%s has matplotlib's colors, to one unit of rounding", (name) => {
  const table = colorTable(name);
  expect(table).toHaveLength(768);
  [0, 31, 90, 128, 200, 255].forEach((index, i) => {
    for (let c = 0; c < 3; c++)
      expect(Math.abs(table[3 * index + c]! - MATPLOTLIB[name][i]![c]!)).toBeLessThanOrEqual(1);
  });
});

test('values outside [0,1] take the nearer end', () => {
  expect(colorOf('gray', -3)).toEqual([0, 0, 0]);
  expect(colorOf('gray', 7)).toEqual([255, 255, 255]);
  expect(colorOf('gray', 1)).toEqual([255, 255, 255]);
  expect(colorOf('gray', 0.5)).toEqual([128, 128, 128]);
});
