import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { deprocess, preprocess } from '../../../lib/image/normalize.ts';

test('preprocess: (value / 255 − mean) / std, channel by channel', () => {
  const X = preprocess(tf.tensor3d([255, 0, 127.5], [1, 1, 3]));
  expect(X.shape).toEqual([1, 1, 1, 3]);
  const [red, green, blue] = X.dataSync();
  expect(red).toBeCloseTo((1 - 0.485) / 0.229, 5);
  expect(green).toBeCloseTo(-0.456 / 0.224, 5);
  expect(blue).toBeCloseTo((0.5 - 0.406) / 0.225, 5);
});

test('deprocess undoes it, for one image with and without a batch axis, and for int32', () => {
  const image = tf.tensor3d([0, 1, 2, 253, 254, 255], [1, 2, 3], 'int32');
  const X = preprocess(image);
  for (const back of [deprocess(X), deprocess(tf.squeeze(X, [0]) as tf.Tensor3D)]) {
    expect(back.shape).toEqual([1, 2, 3]);
    back.dataSync().forEach((value, i) => {
      expect(Math.abs(value - image.dataSync()[i]!)).toBeLessThan(1e-3);
    });
  }
});

test('values outside are clipped, or with rescale the range is stretched to 0–255', () => {
  const X = tf.tensor4d([-9, 0, 9], [1, 1, 1, 3]);
  const clipped = deprocess(X).dataSync();
  expect([clipped[0], clipped[2]]).toEqual([0, 255]);
  const stretched = deprocess(X, { rescale: true }).dataSync();
  expect([stretched[0], stretched[2]]).toEqual([0, 255]);
  expect(stretched[1]).toBeCloseTo(
    (255 * (0.456 - (0.485 - 9 * 0.229))) / (0.406 + 9 * 0.225 - (0.485 - 9 * 0.229)),
    3,
  );
  const gray = preprocess(tf.fill([2, 2, 3], 70));
  expect(Math.max(...deprocess(gray, { rescale: true }).dataSync())).toBeLessThanOrEqual(255);
});

test('both leave no tensors behind and keep their input', () => {
  const image = tf.fill([2, 3, 3], 9) as tf.Tensor3D;
  const before = tf.memory().numTensors;
  const X = preprocess(image);
  const back = deprocess(X, { rescale: true });
  expect(tf.memory().numTensors).toBe(before + 2);
  tf.dispose([X, back]);
  expect(image.dataSync()[0]).toBe(9);
});

test('wrong shapes are named', () => {
  expect(() => preprocess(tf.zeros([1, 2, 2, 3]) as unknown as tf.Tensor3D)).toThrow(/\[H,W,3\].*\[1,2,2,3\]/);
  expect(() => preprocess(tf.zeros([2, 2, 1]))).toThrow(/\[2,2,1\]/);
  expect(() => deprocess(tf.zeros([2, 4, 4, 3]) as tf.Tensor4D)).toThrow(/one image .*\[2,4,4,3\]/);
});
