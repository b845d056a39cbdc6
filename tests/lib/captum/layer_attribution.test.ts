import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type InterpolateMode, LayerAttribution } from '../../../lib/captum/index.ts';
import { expectClose, expectNoLeak } from '../../support/captum/helpers.ts';

const MAP = tf.range(0, 12).square().mod(7).reshape([1, 3, 4, 1]);

/** F.interpolate(torch.arange(12) ** 2 % 7, size, mode=mode), align_corners unset, of PyTorch 2.13, rounded to 5 decimals. */
const PYTORCH: [InterpolateMode, number[], number[]][] = [
  [
    'nearest',
    [5, 7],
    [0, 0, 1, 1, 4, 4, 2, 0, 0, 1, 1, 4, 4, 2, 2, 2, 4, 4, 1, 1, 0, 2, 2, 4, 4, 1, 1, 0, 1, 1, 4, 4, 2, 2, 2],
  ],
  ['nearest', [2, 2], [0, 4, 2, 1]],
  [
    'bilinear',
    [5, 7],
    [
      0, 0.35714, 0.92857, 2.5, 3.85714, 2.71429, 2, 0.8, 1.3, 2.1, 2.5, 2.68571, 1.77143, 1.2, 2, 2.71429, 3.85714,
      2.5, 0.92857, 0.35714, 0, 1.4, 2.32857, 3.81429, 2.8, 1.57143, 1.34286, 1.2, 1, 2.07143, 3.78571, 3, 2, 2, 2,
    ],
  ],
  ['bilinear', [2, 2], [1.125, 2.375, 2.625, 1.625]],
  [
    'bicubic',
    [5, 7],
    [
      -0.28169, -0.10389, 0.49509, 2.78125, 4.33326, 3.12611, 1.98404, 0.71743, 1.25952, 2.06099, 2.74525, 2.69536,
      1.69071, 0.91292, 1.80157, 2.86598, 4.02414, 2.78125, 0.80421, 0.15625, -0.09922, 1.2657, 2.61998, 4.19269,
      3.08725, 1.24766, 1.01425, 1.04865, 0.59683, 2.07603, 3.91081, 3.32925, 2.01354, 2.0422, 2.20153,
    ],
  ],
  ['bicubic', [2, 2], [0.93347, 2.53137, 2.92969, 1.34375]],
  [
    'area',
    [5, 7],
    [
      0, 0.5, 1, 2.5, 4, 3, 2, 1, 1.75, 2.5, 2.5, 2.5, 1.75, 1, 2, 3, 4, 2.5, 1, 0.5, 0, 1.5, 2.75, 4, 2.75, 1.5, 1.25,
      1, 1, 2.5, 4, 3, 2, 2, 2,
    ],
  ],
  ['area', [2, 2], [1.75, 1.75, 2.75, 1.25]],
];

test.each(PYTORCH)('%s to %j as in PyTorch', (mode, size, expected) => {
  expectClose(LayerAttribution.interpolate(MAP, size, mode).flatten(), expected, 2e-5);
});

test('linear and trilinear as in PyTorch', () => {
  const line = MAP.flatten().slice(0, 5).reshape([1, 5, 1]);
  expectClose(
    LayerAttribution.interpolate(line, 8, 'linear').flatten(),
    [0, 0.4375, 1.1875, 3.0625, 3.375, 2.125, 2, 2],
    2e-5,
  );
  const volume = MAP.reshape([1, 2, 2, 3, 1]);
  const expected = [
    0.25, 3.25, 0.6875, 3.3125, 1.5625, 3.4375, 2, 3.5, 0.5, 2, 1.0625, 2.1875, 2.1875, 2.5625, 2.75, 2.75, 0.75, 0.75,
    1.4375, 1.0625, 2.8125, 1.6875, 3.5, 2,
  ];
  expectClose(LayerAttribution.interpolate(volume, [3, 4, 2], 'trilinear').flatten(), expected, 2e-5);
});

test('nearest rounds in single precision, as PyTorch does', () => {
  // Output 41 of 82 would be exactly input 1 of 2: in single precision 41 · (2/82) is just below 1.
  const large = LayerAttribution.interpolate(tf.tensor3d([[[0], [1]]]), 82).dataSync();
  expect(large[41]).toBe(0);
});

test('a constant stays constant, on every axis', () => {
  for (const mode of ['nearest', 'bilinear', 'bicubic', 'area'] as InterpolateMode[]) {
    expectClose(LayerAttribution.interpolate(tf.fill([2, 3, 5, 2], 4), [7, 4], mode), tf.fill([2, 7, 4, 2], 4));
  }
  expectClose(LayerAttribution.interpolate(tf.fill([2, 3, 2], 4), 5, 'linear'), tf.fill([2, 5, 2], 4));
  expectClose(LayerAttribution.interpolate(tf.fill([1, 2, 2, 2, 1], 4), 3, 'trilinear'), tf.fill([1, 3, 3, 3, 1], 4));
});

test('rows and channels do not mix', () => {
  const maps = tf.concat([MAP, MAP.mul(-2)], 3);
  const batch = tf.concat([maps, maps.mul(10)], 0);
  const large = LayerAttribution.interpolate(batch, [6, 8], 'bilinear');
  const single = LayerAttribution.interpolate(MAP, [6, 8], 'bilinear');
  expectClose(large.slice([1, 0, 0, 1], [1, 6, 8, 1]), single.mul(-20));
});

test('errors name the mode and the size', () => {
  expect(() => LayerAttribution.interpolate(MAP, 3, 'linear')).toThrow('Got 4D input, but linear mode needs 3D input');
  expect(() => LayerAttribution.interpolate(MAP, 3, 'lanczos' as InterpolateMode)).toThrow('(got lanczos)');
  expect(() => LayerAttribution.interpolate(tf.ones([2, 2]), 3)).toThrow('Only 3D, 4D and 5D input');
  expect(() => LayerAttribution.interpolate(MAP, [3])).toThrow('output size of [3]');
});

test('nothing is left behind', () => {
  expectNoLeak(() => LayerAttribution.interpolate(MAP, [3, 4]));
  expectNoLeak(() => LayerAttribution.interpolate(MAP, [9, 9], 'bicubic'));
});
