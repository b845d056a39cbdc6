import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { ShapCam, type ShapCamOptions } from '../../../lib/captum/index.ts';
import { seededSqueezeNet, seededSqueezeNetArrays } from '../../../lib/models/seeded_squeezenet.ts';
import { expectClose, expectNoLeak, row } from '../../support/captum/helpers.ts';
import { basicModelMultiLayer, smallConvNet, ToyModel } from '../../support/captum/toy_models.ts';

const net = smallConvNet();
const X = tf.tensor4d(
  Array.from({ length: 144 }, (_, i) => Math.sin(0.9 * i)),
  [2, 6, 6, 2],
);
const target = [2, 0];

/** Layer 0 is the image itself, the score a weighted sum of it: [N,2,2,2] → [N,1]. */
const weights = tf.tensor2d([[1], [2], [-1], [0.5], [3], [0], [-2], [1]]);
const linear = new ToyModel([(x) => x.clone(), (x) => x.reshape([-1, 8]).matMul(weights)], 1);
const image = tf.tensor4d([1, 0, 2, 4, 3, 4, 6, 0], [1, 2, 2, 2]);

test('a linear model by hand: the weights times the difference from the mean', () => {
  // Channel means 3 and 2. Position (0,0): 1·(1 − 3) + 2·(0 − 2) = −6; (0,1): −1·(2 − 3) + 0.5·(4 − 2) = 2; and so on.
  const [map, values, errors] = new ShapCam(linear, 0).attribute(image, {
    target: 0,
    nSamples: 4,
    returnShapleyValues: true,
  });
  expectClose(values, [
    [
      [[-6], [2]],
      [[0], [-8]],
    ],
  ]);
  expectClose(errors, [
    [
      [[0], [0]],
      [[0], [0]],
    ],
  ]);
  // α = (−6·1 + 2·2 + 0·3 − 8·6, −6·0 + 2·4 + 0·4 − 8·0) = (−50, 8): α·A is negative everywhere.
  expectClose(map, [
    [
      [[0], [0]],
      [[0], [0]],
    ],
  ]);
  const signed = new ShapCam(linear, 0).attribute(image, { target: 0, reluAttributions: false });
  expectClose(signed, [
    [
      [[-50], [-68]],
      [[-118], [-300]],
    ],
  ]);
});

test('positions that are absent as 0: the weights times the input', () => {
  const options = { target: 0, absent: 0, returnShapleyValues: true } as const;
  expectClose(new ShapCam(linear, 0).attribute(image, options)[1], [
    [
      [[1], [0]],
      [[9], [-12]],
    ],
  ]);
});

/** By PyTorch in double precision, over all 65536 coalitions of 4×4 positions. */
const EXACT = [
  [
    0.36603, -0.05686, 0.05419, -0.20452, -0.11376, 0.21346, -0.11737, 0.4479, -0.43132, 0.00323, 0.20998, -0.0294,
    0.19509, -0.08996, -0.01715, -0.06156,
  ],
  [
    0.10826, -0.01344, -0.11518, 0.17108, -0.55083, 0.11417, 0.20211, 0.09754, 0.02191, -0.34304, 0.11209, -0.31091,
    0.22871, 0.00332, -0.18674, 0.09358,
  ],
];
const EXACT_MAPS = [
  [9.22376, 0, 0, 9.1877, 3.16707, 9.09231, 0, 0, 0, 3.46252, 8.95166, 0, 2.33188, 0, 3.75516, 8.80194],
  [4.61712, 3.84421, 0, 0, 0, 4.76545, 3.66633, 0, 0, 0, 4.90734, 3.48399, 6.35068, 0, 0, 5.04264],
];

test('where positions interact: the exact values, within the standard errors', () => {
  const method = new ShapCam(net, 1);
  const [map, values, errors] = method.attribute(X, { target, nSamples: 600, returnShapleyValues: true });
  const [sampled, spread] = [values.dataSync(), errors.dataSync()];
  for (const [i, exact] of EXACT.flat().entries()) {
    expect(spread[i]).toBeLessThan(0.02);
    expect(Math.abs(sampled[i]! - exact)).toBeLessThan(4 * spread[i]! + 1e-5);
  }
  expectClose(map.reshape([2, 16]), EXACT_MAPS, 0.5);
  const activation = net.features(X)[1]!;
  const exactMap = ShapCam.mapOf(activation, tf.tensor(EXACT).reshape([2, 4, 4, 1]));
  expectClose(exactMap.reshape([2, 16]), EXACT_MAPS, 1e-3);
});

test('the values add up to the change in score, from a single pair of orders', () => {
  const [, values] = new ShapCam(net, 1).attribute(X, { target, nSamples: 2, returnShapleyValues: true });
  const A = net.features(X)[1]!;
  const scores = (activation: tf.Tensor4D) => net.forwardFrom(1, activation).arraySync();
  const [all, none] = [scores(A), scores(tf.zerosLike(A).add(A.mean([1, 2], true)))];
  expectClose(
    values.sum([1, 2, 3]),
    target.map((y, n) => all[n]![y]! - none[n]![y]!),
    1e-5,
  );
});

test("SqueezeNet's last layer: each position's own part of the mean, exactly, from a single order", () => {
  const arrays = seededSqueezeNetArrays({ numClasses: 3 });
  const model = seededSqueezeNet({ numClasses: 3 });
  const picture = tf.randomNormal([1, 48, 48, 3], 0, 1, 'float32', 5) as tf.Tensor4D;
  const [, values] = new ShapCam(model, 12).attribute(picture, {
    target: 1,
    nSamples: 1,
    antithetic: false,
    returnShapleyValues: true,
  });
  // (relu(w·A + b) − relu(w·mean + b)) / positions, from the weights themselves.
  const filter = tf.tensor(arrays['classifier.1.weight']!.data, [3, 512]).slice([1, 0], [1, 512]).reshape([512, 1]);
  const bias = arrays['classifier.1.bias']!.data[1]!;
  const A = model.features(picture)[12]!;
  const [, h, w] = A.shape;
  const score = (x: tf.Tensor) => x.reshape([-1, 512]).matMul(filter).add(bias).relu();
  const expected = score(A)
    .sub(score(A.mean([1, 2], true)))
    .div(h * w);
  expectClose(values, expected.reshape([1, h, w, 1]), 1e-5);
  model.dispose();
});

test('seeds repeat, rows get what each gets alone, nothing else is left', () => {
  const method = new ShapCam(net, 1);
  const run = (options: Omit<ShapCamOptions, 'returnShapleyValues'>, x = X) =>
    method.attribute(x, { target, nSamples: 4, ...options });
  expectClose(run({ seed: 1 }), run({ seed: 1 }), 0);
  expect([...run({ seed: 1 }).dataSync()]).not.toEqual([...run({ seed: 2 }).dataSync()]);
  for (const n of [0, 1]) expectClose(row(run({}), n), run({ target: target[n] }, row(X, n)));
  expectNoLeak(() => method.attribute(X, { target, nSamples: 2, returnShapleyValues: true }));
  expectNoLeak(() => run({}));
});

test('what does not fit is named', () => {
  const method = new ShapCam(net, 1);
  expect(() => method.attribute(X, { target, nSamples: 3 })).toThrow('and even, since orders come in pairs. Given: 3');
  expect(() => method.attribute(X, { target, nSamples: 0, antithetic: false })).toThrow('at least 1. Given: 0');
  expect(() => method.attribute(X, { target, absent: Number.NaN })).toThrow("absent must be 'mean' or a finite number");
  expect(() => method.attribute(X)).toThrow('Target not provided when necessary');
  const flat = new ShapCam(basicModelMultiLayer(), 1);
  expect(() => flat.attribute(tf.ones([1, 3]), { target: 0 })).toThrow('positions [N,h,w,c], got the shape [1,4]');
});
