import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { Saliency } from '../../../lib/captum/index.ts';
import { expectClose, expectNoLeak, row } from '../../support/captum/helpers.ts';
import {
  basicModel,
  basicModel2,
  basicModelConvNetOneConv,
  ramp,
  smallConvNet,
} from '../../support/captum/toy_models.ts';

test("Captum's own case: a function without a target", () => {
  const x = tf.tensor1d([1, 2, 3, 0, -1, 7]);
  expectClose(new Saliency(basicModel).attribute(x), [0, 0, 0, 1, 1, 0]);
});

test('abs takes the magnitude, and without it the sign stays', () => {
  const inputs = [tf.tensor1d([3, 3]), tf.tensor1d([1, 5])];
  const [x1, x2] = new Saliency(basicModel2).attribute(inputs, { abs: false });
  expectClose(x1!, [1, 0]);
  expectClose(x2!, [-1, 0]);
  expectClose(new Saliency(basicModel2).attribute(inputs)[1]!, [1, 0]);
});

test('rows with their own targets get what each gets alone, in every form of the target', () => {
  const model = smallConvNet();
  const saliency = new Saliency(model);
  const X = tf.randomNormal([3, 6, 6, 2], 0, 1, 'float32', 5) as tf.Tensor4D;
  const y = [2, 0, 1];
  const together = saliency.attribute(X, { target: y });
  expect(together.shape).toEqual([3, 6, 6, 2]);
  for (const [n, target] of y.entries()) expectClose(row(together, n), saliency.attribute(row(X, n), { target }));
  expectClose(saliency.attribute(X, { target: tf.tensor1d(y, 'int32') }), together);
  expectClose(saliency.attribute(X, { target: y.map((k) => [k]) }), together);
  expectClose(
    saliency.attribute(X, { target: tf.scalar(1, 'int32') }),
    saliency.attribute(X, { target: { index: [1] } }),
  );
});

test('the gradient agrees with finite differences', () => {
  const model = smallConvNet();
  const X = tf.randomNormal([1, 6, 6, 2], 0, 1, 'float32', 8) as tf.Tensor4D;
  const gradient = new Saliency(model).attribute(X, { target: 2, abs: false }).dataSync();
  const step = 1e-2;
  for (const i of [0, 17, 40, 71]) {
    const moved = (sign: number) => {
      const values = Float32Array.from(X.dataSync());
      values[i]! += sign * step;
      return model.scores(tf.tensor(values, X.shape) as tf.Tensor4D).dataSync()[2]!;
    };
    expect(gradient[i]).toBeCloseTo((moved(1) - moved(-1)) / (2 * step), 2);
  }
});

test('many rows go through in passes, with the same result', () => {
  // Wide rows: 200 000 values each, so two do not fit in one pass.
  const x = tf.linspace(-1, 1, 600_000).reshape([3, 200_000]);
  const passes: number[] = [];
  const twoScores = (input: tf.Tensor) => {
    passes.push(input.shape[0]!);
    const sum = input.square().sum(1, true);
    return tf.concat([sum, sum.mul(-3)], 1);
  };
  const attributions = new Saliency(twoScores).attribute(x, { target: [0, 1, 0], abs: false });
  expect(passes).toEqual([1, 1, 1]);
  expectClose(attributions, x.mul(tf.tensor2d([[2], [-6], [2]])), 1e-5);
  expect(() => new Saliency((input) => input.sum()).attribute(x)).toThrow('does not give one result for each row');
});

test("errors are Captum's", () => {
  const X = ramp();
  const model = basicModelConvNetOneConv();
  const saliency = new Saliency(model);
  expect(() => saliency.attribute(X)).toThrow('Target not provided when necessary');
  expect(() => saliency.attribute(X, { target: [0, 1] })).toThrow('Target list length does not match output!');
  expect(() => saliency.attribute(X, { target: tf.tensor1d([0, 1], 'int32') })).toThrow(
    'Tensor target dimension [2] is not valid.',
  );
  expect(() => saliency.attribute(X, { target: { index: [0, 1] } })).toThrow(
    'Cannot choose target column with output shape [1,4].',
  );
  expect(() => saliency.attribute(X, { target: 4 })).toThrow('Target 4 is out of range');
  expect(() => saliency.attribute(X, { target: 0.5 })).toThrow('Expected integers');
  expect(() => new Saliency((x) => x.expandDims(1)).attribute(tf.ones([2, 3]), { target: [0, 0] })).toThrow(
    'Output must be 2D to select tensor of targets.',
  );
  expect(() => saliency.attribute([X, X], { target: 0 })).toThrow('takes one tensor of images, got 2');
});

test('a tuple selects within more axes, one for all or one for each row', () => {
  const stacked = (x: tf.Tensor) => tf.stack([x, x.mul(2)], 2);
  const x = tf.ones([2, 3]);
  expectClose(new Saliency(stacked).attribute(x, { target: { index: [1, 1] } }), [
    [0, 2, 0],
    [0, 2, 0],
  ]);
  const target = [
    [1, 1],
    [2, 0],
  ];
  expectClose(new Saliency(stacked).attribute(x, { target }), [
    [0, 2, 0],
    [0, 0, 1],
  ]);
});

test('an infinite score of another class does no harm', () => {
  const scores = (x: tf.Tensor) => tf.concat([x.mul(2), tf.fill(x.shape, Number.POSITIVE_INFINITY)], 1);
  expectClose(new Saliency(scores).attribute(tf.ones([2, 1]), { target: [0, 0] }), [[2], [2]]);
});

test('nothing is left behind', () => {
  const model = smallConvNet();
  const X = tf.ones([2, 6, 6, 2]) as tf.Tensor4D;
  expectNoLeak(() => new Saliency(model).attribute(X, { target: [0, 1] }));
  expectNoLeak(() => new Saliency(model).attribute([X], { target: [0, 1] }));
});
