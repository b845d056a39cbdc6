import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import {
  type VisualizationMethod,
  type VisualizationSign,
  visualizeImageAttr,
  visualizeImageAttrMultiple,
} from '../../../lib/captum/index.ts';
import { type ArrayData, float32 } from '../../../lib/tensor/array.ts';

const count = (n: number) => Array.from({ length: n }, (_, i) => i);

/** sin(1.3·i), i = 0 ... 23, and an image of (7·i mod 256)/255. */
const ATTR = float32(
  [3, 4, 2],
  count(24).map((i) => Math.sin(1.3 * i)),
);
const IMAGE = float32(
  [3, 4, 3],
  count(36).map((i) => ((7 * i) % 256) / 255),
);

/** What matplotlib 3.11 shows after Captum's steps in NumPy: method, sign, outlier percentage, red, green and blue of the 12 pixels. */
const GOLDEN: [VisualizationMethod, VisualizationSign, number, number[]][] = [
  [
    'heat_map',
    'absolute_value',
    2,
    [
      72, 150, 200, 226, 237, 248, 140, 192, 221, 17, 92, 165, 8, 48, 107, 8, 78, 152, 101, 170, 212, 247, 251, 255,
      101, 170, 212, 8, 78, 152, 8, 48, 107, 17, 92, 165,
    ],
  ],
  [
    'heat_map',
    'absolute_value',
    30,
    [
      50, 130, 190, 223, 235, 247, 117, 180, 216, 8, 65, 132, 8, 48, 107, 8, 48, 107, 79, 155, 203, 247, 251, 255, 79,
      155, 203, 8, 48, 107, 8, 48, 107, 8, 65, 132,
    ],
  ],
  [
    'heat_map',
    'positive',
    2,
    [
      72, 174, 96, 247, 252, 245, 247, 252, 245, 12, 119, 53, 247, 252, 245, 0, 105, 42, 247, 252, 245, 247, 252, 245,
      109, 192, 114, 247, 252, 245, 0, 68, 27, 247, 252, 245,
    ],
  ],
  [
    'heat_map',
    'positive',
    30,
    [
      50, 155, 81, 247, 252, 245, 247, 252, 245, 0, 89, 36, 247, 252, 245, 0, 68, 27, 247, 252, 245, 247, 252, 245, 82,
      179, 101, 247, 252, 245, 0, 68, 27, 247, 252, 245,
    ],
  ],
  [
    'heat_map',
    'negative',
    2,
    [
      255, 245, 240, 254, 227, 215, 252, 132, 100, 255, 245, 240, 103, 0, 13, 255, 245, 240, 249, 99, 70, 255, 245, 240,
      255, 245, 240, 159, 14, 20, 255, 245, 240, 178, 18, 24,
    ],
  ],
  [
    'heat_map',
    'negative',
    30,
    [
      255, 245, 240, 254, 225, 211, 251, 114, 82, 255, 245, 240, 103, 0, 13, 255, 245, 240, 243, 74, 54, 255, 245, 240,
      255, 245, 240, 103, 0, 13, 255, 245, 240, 132, 7, 17,
    ],
  ],
  [
    'heat_map',
    'all',
    2,
    [
      100, 178, 100, 255, 228, 228, 255, 148, 148, 42, 149, 42, 255, 0, 0, 28, 142, 28, 255, 122, 122, 254, 255, 254,
      122, 189, 122, 255, 28, 28, 0, 128, 0, 255, 42, 42,
    ],
  ],
  [
    'heat_map',
    'all',
    30,
    [
      80, 168, 80, 255, 224, 224, 255, 134, 134, 16, 136, 16, 255, 0, 0, 0, 128, 0, 255, 106, 106, 254, 255, 254, 106,
      181, 106, 255, 0, 0, 0, 128, 0, 255, 16, 16,
    ],
  ],
  [
    'blended_heat_map',
    'absolute_value',
    10,
    [
      36, 75, 100, 124, 130, 136, 93, 119, 134, 43, 81, 117, 50, 70, 100, 62, 97, 134, 120, 155, 175, 204, 206, 208,
      144, 178, 199, 108, 144, 180, 120, 140, 170, 136, 174, 210,
    ],
  ],
  [
    'blended_heat_map',
    'positive',
    10,
    [
      36, 87, 48, 135, 138, 134, 146, 149, 146, 41, 94, 61, 170, 172, 169, 58, 111, 79, 193, 196, 192, 204, 207, 204,
      147, 189, 150, 228, 230, 227, 116, 150, 130, 251, 254, 250,
    ],
  ],
  [
    'blended_heat_map',
    'negative',
    10,
    [
      128, 122, 120, 139, 125, 119, 149, 89, 73, 162, 157, 154, 98, 46, 53, 186, 180, 178, 194, 119, 104, 208, 204, 201,
      220, 216, 213, 184, 111, 115, 244, 238, 236, 217, 137, 139,
    ],
  ],
  [
    'blended_heat_map',
    'all',
    10,
    [
      50, 89, 50, 139, 125, 125, 150, 97, 97, 56, 109, 56, 174, 46, 46, 72, 129, 72, 197, 130, 130, 208, 208, 208, 154,
      187, 154, 232, 118, 118, 116, 180, 116, 255, 148, 148,
    ],
  ],
  [
    'masked_image',
    'absolute_value',
    10,
    [
      0, 4, 8, 2, 3, 3, 17, 20, 23, 52, 58, 63, 83, 90, 97, 92, 99, 105, 65, 68, 72, 0, 0, 0, 86, 90, 93, 167, 173, 179,
      210, 217, 224, 191, 197, 203,
    ],
  ],
  [
    'masked_image',
    'positive',
    10,
    [
      0, 4, 8, 0, 0, 0, 0, 0, 0, 52, 58, 63, 0, 0, 0, 92, 99, 105, 0, 0, 0, 0, 0, 0, 86, 90, 93, 0, 0, 0, 210, 217, 224,
      0, 0, 0,
    ],
  ],
  [
    'masked_image',
    'negative',
    10,
    [
      0, 0, 0, 2, 3, 3, 17, 20, 23, 0, 0, 0, 84, 91, 98, 0, 0, 0, 65, 68, 72, 0, 0, 0, 0, 0, 0, 167, 173, 179, 0, 0, 0,
      191, 197, 203,
    ],
  ],
  [
    'alpha_scaling',
    'absolute_value',
    10,
    [
      101, 105, 109, 230, 231, 232, 166, 169, 171, 96, 102, 108, 85, 92, 99, 123, 129, 135, 189, 192, 196, 255, 255,
      255, 210, 214, 217, 197, 203, 209, 210, 217, 224, 235, 241, 247,
    ],
  ],
  [
    'alpha_scaling',
    'positive',
    10,
    [
      101, 105, 109, 255, 255, 255, 255, 255, 255, 96, 102, 108, 255, 255, 255, 123, 129, 135, 255, 255, 255, 255, 255,
      255, 210, 214, 217, 255, 255, 255, 210, 217, 224, 255, 255, 255,
    ],
  ],
  [
    'alpha_scaling',
    'negative',
    10,
    [
      255, 255, 255, 230, 231, 232, 166, 169, 171, 255, 255, 255, 84, 91, 98, 255, 255, 255, 189, 192, 196, 255, 255,
      255, 255, 255, 255, 197, 203, 209, 255, 255, 255, 235, 241, 247,
    ],
  ],
];

test.each(GOLDEN)('%s of %s, outliers %i %, as matplotlib shows it', (method, sign, outlierPerc, expected) => {
  const { width, height, data } = visualizeImageAttr(ATTR, IMAGE, { method, sign, outlierPerc });
  expect([height, width]).toEqual([3, 4]);
  for (const [i, value] of expected.entries()) expect(Math.abs(data[i]! - value), `byte ${i}`).toBeLessThanOrEqual(1);
});

test('the scale is where the sorted values add up to the share of the total, not a percentile', () => {
  // Sorted 1, 1, 2, 6 of a total of 10: 60 % is reached at 6, 40 % at 2.
  const attr = float32([2, 2, 1], [1, 6, 2, 1]);
  const grays = (outlierPerc: number) => {
    const { data } = visualizeImageAttr(attr, undefined, { outlierPerc, cmap: 'gray' });
    return count(4).map((i) => data[3 * i]);
  };
  expect(grays(40)).toEqual([42, 255, 85, 42]);
  expect(grays(60)).toEqual([128, 255, 255, 128]);
});

test('channels are summed before the sign is taken', () => {
  const attr = float32([1, 2, 2], [3, -3, 1, 1]);
  const { data } = visualizeImageAttr(attr, undefined, { cmap: 'gray' });
  expect([data[0], data[3]]).toEqual([0, 255]);
});

test('an image in 0–255, a gray one and tensors are taken too', () => {
  const bytes = tf.tensor3d(IMAGE.data, [3, 4, 3]).mul<tf.Tensor3D>(255).round<tf.Tensor3D>();
  const options = { method: 'blended_heat_map', sign: 'all' } as const;
  const before = tf.memory().numTensors;
  const fromTensors = visualizeImageAttr(ATTR, bytes, options);
  expect(tf.memory().numTensors).toBe(before);
  expect(fromTensors).toEqual(visualizeImageAttr(ATTR, IMAGE, options));
  const gray: ArrayData = float32([3, 4, 1], count(12));
  expect(visualizeImageAttr(ATTR, gray, { method: 'original_image' }).data.subarray(6, 12)).toEqual(
    Uint8Array.of(2, 2, 2, 3, 3, 3),
  );
});

test('several pictures at once, with their titles', () => {
  const panels = visualizeImageAttrMultiple(ATTR, IMAGE, ['original_image', 'heat_map'], ['all', 'positive'], {
    titles: ['a', 'b'],
  });
  expect(panels.map(({ title }) => title)).toEqual(['a', 'b']);
  expect(panels[1]!.picture).toEqual(visualizeImageAttr(ATTR, IMAGE, { sign: 'positive' }));
  expect(() => visualizeImageAttrMultiple(ATTR, IMAGE, ['heat_map'], [])).toThrow(
    'Methods and signs array lengths must match.',
  );
  expect(() => visualizeImageAttrMultiple(ATTR, IMAGE, ['heat_map'], ['all'], { titles: [] })).toThrow(
    'If titles list is given',
  );
});

test("errors are Captum's", () => {
  expect(() => visualizeImageAttr(float32([1, 1, 1], [0]))).toThrow('Cannot normalize by scale factor = 0');
  expect(() => visualizeImageAttr(ATTR, undefined, { method: 'masked_image' })).toThrow(
    'Original Image must be provided for any visualization other than heatmap.',
  );
  expect(() => visualizeImageAttr(ATTR, IMAGE, { method: 'masked_image', sign: 'all' })).toThrow(
    'Cannot display masked image with both positive and negative attributions',
  );
  expect(() => visualizeImageAttr(ATTR, IMAGE, { method: 'alpha_scaling', sign: 'all' })).toThrow(
    'Cannot display alpha scaling',
  );
  expect(() => visualizeImageAttr(ATTR, IMAGE, { outlierPerc: 101 })).toThrow('between 0 and 100 inclusive');
  expect(() => visualizeImageAttr(float32([1, 1, 1], [Number.NaN]))).toThrow('finite');
  expect(() => visualizeImageAttr(ATTR, IMAGE, { method: 'overlay' as 'heat_map' })).toThrow(
    'Visualize Method type is not valid.',
  );
});
