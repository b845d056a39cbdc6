import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { initEngine } from '../../../lib/engine/index.ts';
import { CourseError } from '../../../lib/errors.ts';
import { seededSqueezeNet, seededSqueezeNetArrays } from '../../../lib/models/seeded_squeezenet.ts';
import { SqueezeNet } from '../../../lib/models/squeezenet.ts';
import { type ArrayData, float32, fromTensor, toTensor } from '../../../lib/tensor/array.ts';
import { compareArrays } from '../../../lib/tensor/compare.ts';
import { encodeSafetensors } from '../../../lib/tensor/safetensors.ts';
import golden from '../../support/models/golden.json' with { type: 'json' };
import { goldenInput, NUM_CLASSES, SQUEEZENET_CASES } from '../../support/models/golden.ts';
import { checkAgainstGolden } from '../../support/models/golden_check.ts';

const threeClasses = seededSqueezeNetArrays({ numClasses: 3 });
let model: SqueezeNet;
beforeAll(async () => {
  await initEngine({ quiet: true });
  model = seededSqueezeNet({ seed: 'golden', numClasses: NUM_CLASSES });
});

const input = (seed = 'even', shape: readonly number[] = [2, 32, 41, 3]) =>
  toTensor(goldenInput(seed, shape)) as tf.Tensor4D;
const error = (actual: tf.Tensor, expected: tf.Tensor) => {
  const comparison = compareArrays(fromTensor(actual), fromTensor(expected));
  return comparison.kind === 'measured' ? comparison.maxRelativeError : Number.POSITIVE_INFINITY;
};

describe('equals PyTorch (scores, gradient, every layer)', () => {
  test.each(Object.entries(SQUEEZENET_CASES))('%s', (name, shape) => {
    checkAgainstGolden(model, input(name, shape), golden[name as keyof typeof SQUEEZENET_CASES]);
  });
});

test('features and forwardFrom belong together, at every layer', () => {
  const X = input();
  const scores = model.scores(X);
  const features = model.features(X);
  expect(features).toHaveLength(13);
  for (const [layer, activation] of features.entries()) {
    expect(error(model.forwardFrom(layer, activation), scores)).toBeLessThan(1e-6);
  }
});

test('withRelu replaces all 26 ReLUs, shares the weights, and leaves the model as it was', () => {
  const X = input();
  const before = model.scores(X);
  const tensors = tf.memory().numTensors;
  let calls = 0;
  const counting = model.withRelu((x) => {
    calls++;
    return tf.relu(x);
  });
  expect(tf.memory().numTensors).toBe(tensors);
  expect(error(counting.scores(X), before)).toBeLessThan(1e-6); // on other kernels than the model's own ReLU
  expect(calls).toBe(1 + 8 * 3 + 1);

  const linear = model.withRelu((x) => tf.clone(x));
  expect(error(linear.scores(X), before)).toBeGreaterThan(0.1);
  expect(linear.classNames).toBe(model.classNames);
  linear.dispose();
  expect(error(model.scores(X), before)).toBe(0);
});

test('a failing ReLU leaves nothing behind', () => {
  const X = input();
  const before = model.scores(X);
  const failing = model.withRelu(() => {
    throw new Error('no');
  });
  expect(() => failing.scores(X)).toThrow('no');
  expect(error(model.scores(X), before)).toBe(0);
});

test('calls leave no tensors but their results, made and used inside tf.tidy too', () => {
  const X = input();
  const before = tf.memory().numTensors;
  const results = [model.scores(X), ...model.features(X)];
  expect(tf.memory().numTensors).toBe(before + 14);
  tf.dispose(results);
  for (let i = 0; i < 3; i++) tf.dispose(tf.grad((x) => model.scores(x as tf.Tensor4D).sum())(X));
  expect(tf.memory().numTensors).toBe(before);

  let tidied = model;
  tf.tidy(() => {
    tidied = SqueezeNet.fromArrays(threeClasses);
  });
  const scores = tidied.scores(X);
  expect(scores.shape).toEqual([2, 3]);
  tf.dispose(scores);
  tidied.dispose();
  tidied.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('the images of a batch do not touch each other', () => {
  const X = input();
  const second = tf.slice(X, [1, 0, 0, 0], [1, -1, -1, -1]) as tf.Tensor4D;
  expect(error(model.scores(second), tf.slice(model.scores(X), [1, 0], [1, -1]))).toBeLessThan(1e-5);
});

test('what cannot be computed is said', () => {
  expect(() => model.scores(tf.zeros([1, 3, 32, 32]) as tf.Tensor4D)).toThrow(/\[N,H,W,3\].*\[1,3,32,32\]/);
  expect(() => model.scores(tf.zeros([32, 32, 3]) as unknown as tf.Tensor4D)).toThrow(/\[N,H,W,3\]/);
  expect(() => model.features(tf.zeros([1, 16, 40, 3]))).toThrow(/at least 17×17 pixels, but got 16×40/);
  expect(() => model.features(tf.zeros([3, 400, 8000, 3]))).toThrow(/at most 2500000 pixels .* got \[3,400,8000,3\]/);
  for (const layer of [-1, 13, 1.5])
    expect(() => model.forwardFrom(layer, tf.zeros([1, 2, 2, 512]))).toThrow(/0 to 12/);
});

test('seeded: the same seed gives the same weights, another seed others, and every class is alive', () => {
  const bytes = (seed: number) => encodeSafetensors(seededSqueezeNetArrays({ seed, numClasses: 3 }));
  expect(Buffer.compare(bytes(1), bytes(1))).toBe(0);
  expect(Buffer.compare(bytes(1), bytes(2))).not.toBe(0);
  const scores = seededSqueezeNet({ numClasses: 100 }).scores(input()).dataSync();
  expect(scores.filter((score) => score > 0).length).toBe(200);
});

describe('weights that do not fit are refused by name', () => {
  const build = (change: (arrays: Record<string, ArrayData>) => void, classNames?: string[]) => () => {
    const arrays = { ...threeClasses };
    change(arrays);
    return SqueezeNet.fromArrays(arrays, { source: 'w.safetensors', ...(classNames ? { classNames } : {}) });
  };
  const nan = new Float32Array(64);
  nan[3] = Number.NaN;
  const cases: [string, () => SqueezeNet, RegExp][] = [
    [
      'missing',
      build((a) => delete a['features.9.squeeze.bias']),
      /w\.safetensors: the tensor "features\.9\.squeeze\.bias" is missing/,
    ],
    [
      'wrongly shaped',
      build((a) => (a['features.0.weight'] = float32([96, 3, 7, 7], new Float32Array(96 * 147)))),
      /"features\.0\.weight" has shape \[96,3,7,7\], but SqueezeNet 1\.1 needs \[64,3,3,3\]/,
    ],
    [
      'not finite',
      build((a) => (a['features.0.bias'] = float32([64], nan))),
      /"features\.0\.bias" holds NaN at position 3/,
    ],
    ['foreign', build((a) => (a.extra = float32([1], [1]))), /"extra" is not part of SqueezeNet 1\.1/],
    ['too few names', build(() => {}, ['cat']), /3 classes, but got 1 names/],
  ];
  test.each(cases)('%s', (_name, make, message) => {
    const before = tf.memory().numTensors;
    expect(make).toThrow(CourseError);
    expect(make).toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });
});
