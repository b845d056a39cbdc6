import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { InputXGradient, IntegratedGradients, type IntegrationMethod } from '../../../lib/captum/index.ts';
import { INTEGRATION_METHODS, quadrature } from '../../../lib/captum/integration.ts';
import { expectClose, expectNoLeak, row } from '../../support/captum/helpers.ts';
import {
  basicModel,
  basicModel2,
  basicModel3,
  basicModelMultiLayer,
  smallConvNet,
} from '../../support/captum/toy_models.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('quadrature', () => {
  test('points and weights of the Riemann sums', () => {
    const weights = [0.25, 0.25, 0.25, 0.25];
    const expectPoints = (method: IntegrationMethod, alphas: number[], stepSizes = weights) => {
      const actual = quadrature(method, 4);
      expectClose(tf.tensor1d([...actual.alphas]), alphas, 1e-7);
      expectClose(tf.tensor1d([...actual.stepSizes]), stepSizes, 1e-7);
    };
    expectPoints('riemann_left', [0, 0.25, 0.5, 0.75]);
    expectPoints('riemann_right', [0.25, 0.5, 0.75, 1]);
    expectPoints('riemann_middle', [0.125, 0.375, 0.625, 0.875]);
    expectPoints('riemann_trapezoid', [0, 1 / 3, 2 / 3, 1], [0.125, 0.25, 0.25, 0.125]);
  });

  test.each([1, 2, 5, 50, 500])('Gauss–Legendre with %i points integrates polynomials of degree up to 2n − 1', (n) => {
    const { alphas, stepSizes } = quadrature('gausslegendre', n);
    for (const degree of [0, 1, n, 2 * n - 1]) {
      const integral = sum(alphas.map((alpha, k) => stepSizes[k]! * alpha ** degree));
      expect(integral * (degree + 1)).toBeCloseTo(1, 10);
    }
    expect([...alphas].sort((a, b) => a - b)).toEqual(alphas);
  });

  test('the five-point rule, as in numpy.polynomial.legendre.leggauss(5)', () => {
    const { alphas, stepSizes } = quadrature('gausslegendre', 5);
    expect(2 * alphas[0]! - 1).toBeCloseTo(-0.906179845938664, 14);
    expect(2 * stepSizes[0]!).toBeCloseTo(0.23692688505618908, 14);
    expect(2 * stepSizes[2]!).toBeCloseTo(0.5688888888888889, 14);
  });

  test("errors are Captum's", () => {
    expect(() => quadrature('riemann_left', 1)).toThrow('The number of steps has to be larger than one');
    expect(() => quadrature('gausslegendre', 0)).toThrow('The number of steps has to be larger than zero');
    expect(() => quadrature('simpson' as IntegrationMethod, 4)).toThrow(
      'Approximation method must be one for the following [riemann_left, riemann_right, riemann_middle, riemann_trapezoid, gausslegendre]. Given simpson',
    );
  });
});

describe.each(INTEGRATION_METHODS)('%s', (method) => {
  test("Captum's own cases of two inputs, for two equivalent functions", () => {
    const inputs = [tf.tensor1d([3]), tf.tensor1d([1])];
    for (const model of [basicModel2, basicModel3]) {
      const [x1, x2] = new IntegratedGradients(model).attribute(inputs, { method, nSteps: 1500 });
      expectClose(x1!, [1.5], 0.05);
      expectClose(x2!, [-0.5], 0.05);
    }
  });

  test('a linear function: the weights times the input, short by 1/n for the trapezoid', () => {
    const weights = tf.tensor2d([[2], [-3], [0.5]]);
    const linear = (x: tf.Tensor) => x.matMul(weights);
    const X = tf.tensor2d([
      [1, 2, 3],
      [-1, 0, 4],
    ]);
    const B = tf.tensor2d([[1, 1, 1]]);
    const expected = X.sub(B).mul(weights.reshape([1, 3]));
    const factor = method === 'riemann_trapezoid' ? 0.98 : 1;
    const [attributions, delta] = new IntegratedGradients(linear).attribute(X, {
      baselines: B,
      method,
      returnConvergenceDelta: true,
    });
    expectClose(attributions, expected.mul(factor), 1e-5);
    expectClose(delta, expected.sum(1).mul(factor - 1), 1e-4);
  });

  test('a parabola: the sums that the rule gives, by hand', () => {
    // F = x², so ∂F/∂x at a·x is 2·a·x, and the attribution is 2·x²·Σ w·a, with n = 4 points.
    const [left, right, middle] = [0.375, 0.625, 0.5];
    const expected = {
      riemann_left: left,
      riemann_right: right,
      riemann_middle: middle,
      riemann_trapezoid: 0.375,
      gausslegendre: 0.5,
    };
    const x = tf.tensor1d([3, -1]);
    const attributions = new IntegratedGradients((input) => input.square()).attribute(x, { method, nSteps: 4 });
    expectClose(attributions, x.square().mul(2 * expected[method]), 1e-5);
  });

  test('rows with their own targets and baselines get what each gets alone, whatever the batches', () => {
    const model = smallConvNet();
    const X = tf.randomNormal([3, 6, 6, 2], 0, 1, 'float32', 11) as tf.Tensor4D;
    const B = tf.randomNormal([3, 6, 6, 2], 0, 1, 'float32', 12) as tf.Tensor4D;
    const y = [2, 0, 1];
    const method1 = new IntegratedGradients(model);
    const options = { method, nSteps: 7, target: y, baselines: B };
    const together = method1.attribute(X, options);
    for (const [n, target] of y.entries()) {
      expectClose(row(together, n), method1.attribute(row(X, n), { method, nSteps: 7, target, baselines: row(B, n) }));
    }
    for (const internalBatchSize of [3, 8, 100]) {
      expectClose(method1.attribute(X, { ...options, internalBatchSize }), together);
    }
    expectNoLeak(() => method1.attribute(X, { ...options, internalBatchSize: 6, returnConvergenceDelta: true }));
  });
});

test("the sum of Captum's multi-layer case is the change in score", () => {
  const X = tf.tensor2d([
    [1.5, 2, 1.3],
    [0.5, 0.1, 2.3],
    [1.5, 2, 1.3],
  ]) as unknown as tf.Tensor4D;
  const model = basicModelMultiLayer();
  const [attributions, delta] = new IntegratedGradients(model).attribute(X, {
    target: 0,
    nSteps: 1500,
    returnConvergenceDelta: true,
  });
  expect(delta.shape).toEqual([3]);
  expectClose(delta, [0, 0, 0], 0.005);
  const change = model
    .scores(X)
    .sub(model.scores(tf.zerosLike(X)))
    .slice([0, 0], [3, 1])
    .flatten();
  expectClose(attributions.sum(1), change, 0.01);
});

test('without the factor (input − baseline) it is the mean gradient', () => {
  const x = tf.tensor1d([3, -1]);
  const method = new IntegratedGradients((input) => input.square(), { multiplyByInputs: false });
  expectClose(method.attribute(x), x);
});

test('an internal batch smaller than the batch warns and gives the same', () => {
  const { warn } = console;
  const warnings: string[] = [];
  console.warn = (message: string) => warnings.push(message);
  try {
    const x = tf.tensor1d([1, 2, 3]);
    expectClose(
      new IntegratedGradients(basicModel).attribute(x, { internalBatchSize: 2 }),
      new IntegratedGradients(basicModel).attribute(x),
    );
  } finally {
    console.warn = warn;
  }
  expect(warnings).toEqual([
    expect.stringContaining('Internal batch size cannot be less than the number of input examples.'),
  ]);
});

test('baselines that do not fit are named', () => {
  const method = new IntegratedGradients(basicModel);
  const x = tf.ones([3, 2]);
  expect(() => method.attribute(x, { baselines: tf.ones([2, 2]) })).toThrow('Found baseline: [2,2] and input: [3,2]');
  expect(() => method.attribute(x, { baselines: [0, 0] })).toThrow('baseline has 2 features whereas input has 1');
});

test('InputXGradient: the gradient times the input, for one input and for two', () => {
  const x = tf.tensor1d([1, 2, 3, 0, -1, 7]);
  expectClose(new InputXGradient(basicModel).attribute(x), [0, 0, 0, 0, -1, 0]);
  const [x1, x2] = new InputXGradient(basicModel2).attribute([tf.tensor1d([3, 3]), tf.tensor1d([1, 5])]);
  expectClose(x1!, [3, 0]);
  expectClose(x2!, [-1, 0]);
  expectNoLeak(() => new InputXGradient(basicModel).attribute(x));
});
