import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { visualizeImageAttr, visualizeImageAttrMultiple } from '../../../lib/captum/index.ts';
import { type ArrayData, float32 } from '../../../lib/tensor/array.ts';
import { MATPLOTLIB_GOLDEN } from '../../support/captum/matplotlib_golden.ts';

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

test.each(MATPLOTLIB_GOLDEN)(
  '%s of %s, outliers %i %, as matplotlib shows it',
  (method, sign, outlierPerc, expected) => {
    const { width, height, data } = visualizeImageAttr(ATTR, IMAGE, { method, sign, outlierPerc });
    expect([height, width]).toEqual([3, 4]);
    for (const [i, value] of expected.entries()) expect(Math.abs(data[i]! - value), `byte ${i}`).toBeLessThanOrEqual(1);
  },
);

test('the scale is where the sorted values add up to the share of the total, not a percentile', () => {
  // Sorted 1, 1, 2, 6 of a total of 10: 60 % is reached at 6, 40 % at 2.
  const attr = float32([2, 2, 1], [1, 6, 2, 1]);
  const greys = (outlierPerc: number) => {
    const { data } = visualizeImageAttr(attr, undefined, { outlierPerc, cmap: 'gray' });
    return count(4).map((i) => data[3 * i]);
  };
  expect(greys(40)).toEqual([42, 255, 85, 42]);
  expect(greys(60)).toEqual([128, 255, 255, 128]);
});

test('channels are summed before the sign is taken', () => {
  const attr = float32([1, 2, 2], [3, -3, 1, 1]);
  const { data } = visualizeImageAttr(attr, undefined, { cmap: 'gray' });
  expect([data[0], data[3]]).toEqual([0, 255]);
});

test('an image in 0–255, a grey one and tensors are taken too', () => {
  const bytes = tf.tensor3d(IMAGE.data, [3, 4, 3]).mul<tf.Tensor3D>(255).round<tf.Tensor3D>();
  const options = { method: 'blended_heat_map', sign: 'all' } as const;
  const before = tf.memory().numTensors;
  const fromTensors = visualizeImageAttr(ATTR, bytes, options);
  expect(tf.memory().numTensors).toBe(before);
  expect(fromTensors).toEqual(visualizeImageAttr(ATTR, IMAGE, options));
  const grey: ArrayData = float32([3, 4, 1], count(12));
  expect(visualizeImageAttr(ATTR, grey, { method: 'original_image' }).data.subarray(6, 12)).toEqual(
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
