import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import {
  GuidedBackprop,
  type InfidelityPerturb,
  IntegratedGradients,
  infidelity,
  infidelityPerturbFuncDecorator,
  Saliency,
  sensitivityMax,
} from '../../../lib/captum/index.ts';
import type { Random } from '../../../lib/random.ts';
import { expectClose, expectNoLeak } from '../../support/captum/helpers.ts';
import { basicModel2, basicModelConvNetOneConv, basicModelMultiLayer } from '../../support/captum/toy_models.ts';

function normalNoise(x: tf.Tensor, random: Random, deviation: number): tf.Tensor {
  return tf.tensor(
    Float32Array.from({ length: x.size }, () => random.normal(0, deviation)),
    x.shape,
  );
}

const takeNoise: InfidelityPerturb = (x, _, random) => {
  const noise = normalNoise(x as tf.Tensor, random, 0.5);
  return [noise, (x as tf.Tensor).sub(noise)];
};

describe('infidelity', () => {
  test.each([1, 3, 20])("Captum's own local case, %i rows", (rows) => {
    const inputs = [tf.fill([rows], 3), tf.fill([rows], 1)];
    const attributions = new IntegratedGradients(basicModel2)
      .attribute(inputs)
      .map((attribution, i) => attribution.div(inputs[i]!));
    const perturb: InfidelityPerturb = (xs) => {
      const amounts = [0.0009, 0.0121];
      const tuple = xs as tf.Tensor[];
      return [tuple.map((x, i) => tf.fill(x.shape, amounts[i]!)), tuple.map((x, i) => x.sub(amounts[i]!))];
    };
    const expected = new Array<number>(rows).fill(0.0000316);
    expectClose(infidelity(basicModel2, perturb, inputs, attributions), expected, 1e-6);
    if (rows === 20) {
      for (const maxExamplesPerBatch of [21, 60]) {
        expectClose(
          infidelity(basicModel2, perturb, inputs, attributions, { nPerturbSamples: 5, maxExamplesPerBatch }),
          expected,
          1e-6,
        );
      }
    }
  });

  test("Captum's own global case: integrated gradients satisfy sensitivity-3", () => {
    const model = basicModelMultiLayer();
    const x = tf.tensor2d([[1, 2.5, 3.3]]) as unknown as tf.Tensor4D;
    const attributions = new IntegratedGradients(model).attribute(x, { target: 0 });
    const perturb: InfidelityPerturb = (input) => [tf.onesLike(input as tf.Tensor), tf.zerosLike(input as tf.Tensor)];
    expectClose(infidelity(model, perturb, x, attributions, { target: 0 }), [0], 1e-4);
  });

  // Row n's score has its own class, so its own gradient.
  const weights = tf.tensor2d([
    [2, -1],
    [0.5, 3],
    [-4, 1],
  ]);
  const linear = (x: tf.Tensor) => x.matMul(weights);
  const X = tf.tensor2d([
    [1, 2, 3],
    [-4, 5, 0.5],
    [0, 1, 1],
  ]);
  const target = [1, 0, 1];
  const gradients = new Saliency(linear).attribute(X, { target, abs: false });

  test('0 for the gradient of a linear function, rows with their own targets', () => {
    for (const maxExamplesPerBatch of [undefined, 3, 7, 30]) {
      expectClose(infidelity(linear, takeNoise, X, gradients, { target, maxExamplesPerBatch }), [0, 0, 0], 1e-8);
    }
    expect(
      infidelity(linear, takeNoise, X, gradients, { target: [0, 1, 0] })
        .min()
        .dataSync()[0],
    ).toBeGreaterThan(0.1);
  });

  test('twice the gradient: the mean of (g·I)², or 0 where a factor does not count', () => {
    const doubled = gradients.mul(2);
    let expected: tf.Tensor | undefined;
    const recorded: InfidelityPerturb = (...args) => {
      const [noise, perturbed] = takeNoise(...args);
      const products = tf.tidy(() =>
        gradients
          .expandDims(1)
          .mul((noise as tf.Tensor).reshape([3, 10, 3]))
          .sum(2)
          .square()
          .mean(1),
      );
      expected = tf.keep(products);
      return [noise, perturbed];
    };
    const value = infidelity(linear, recorded, X, doubled, { target, seed: 5 });
    expectClose(value, expected!, 1e-4);
    expectClose(infidelity(linear, takeNoise, X, doubled, { target, seed: 5, normalize: true }), [0, 0, 0], 1e-5);
    expectClose(infidelity(linear, takeNoise, X, doubled, { target, seed: 5 }), value, 0);
  });

  test('the decorator works out what was taken away', () => {
    const shrink = (x: unknown) => (x as tf.Tensor).mul(0.75);
    // Global attributions w·x, perturbations (x − 0.75·x) / x = 0.25, and 0 where x is 0.
    const global = gradients.mul(X);
    const byInputs = infidelityPerturbFuncDecorator(true)(shrink);
    expectClose(infidelity(linear, byInputs, X, global, { target }), [0, 0, 0], 1e-8);
    const local = infidelityPerturbFuncDecorator(false)(shrink);
    expectClose(infidelity(linear, local, X, gradients, { target }), [0, 0, 0], 1e-8);
    const baselines = tf.tensor2d([[1, 1, 1]]);
    const aboveBaseline = gradients.mul(X.sub(baselines));
    const toward = infidelityPerturbFuncDecorator(true)((x, b) =>
      (x as tf.Tensor).mul(0.5).add((b as tf.Tensor).mul(0.5)),
    );
    expectClose(infidelity(linear, toward, X, aboveBaseline, { target, baselines }), [0, 0, 0], 1e-8);
  });

  test('errors and leaks', () => {
    expect(() => infidelity(linear, takeNoise, X, tf.ones([3, 2]), { target })).toThrow(
      'Inputs and attributions must have matching shapes.',
    );
    expect(() => infidelity(linear, takeNoise, X, [X, X], { target })).toThrow(
      'The number of tensors in the inputs and attributions must match.',
    );
    expectNoLeak(() =>
      infidelity(linear, takeNoise, X, gradients, { target, maxExamplesPerBatch: 6, normalize: true }),
    );
  });
});

describe('sensitivityMax', () => {
  const saliency = new Saliency(basicModel2);

  test("Captum's own cases: a gradient that does not change", () => {
    for (const rows of [1, 20]) {
      const inputs = [tf.fill([rows], 3), tf.fill([rows], 1)];
      const zeros = new Array<number>(rows).fill(0);
      expectClose(
        sensitivityMax((x) => saliency.attribute(x), inputs),
        zeros,
      );
      if (rows === 20) {
        for (const maxExamplesPerBatch of [21, 60]) {
          expectClose(
            sensitivityMax((x) => saliency.attribute(x), inputs, { nPerturbSamples: 5, maxExamplesPerBatch }),
            zeros,
          );
        }
      }
    }
    const model = basicModelConvNetOneConv();
    const guided = new GuidedBackprop(model);
    const X = tf.range(1, 17).reshape([1, 4, 4, 1]).tile([20, 1, 1, 1]);
    const target = new Array<number>(20).fill(1);
    const value = sensitivityMax((x, options) => guided.attribute(x, options), X, { target, maxExamplesPerBatch: 40 });
    expectClose(value, new Array<number>(20).fill(0), 0.05);
  });

  // E(x) = x, so ‖E(x) − E(x')‖ / ‖E(x)‖ is known for a known step.
  const X = tf.tensor2d([
    [3, 4],
    [0, 0],
    [6, 8],
  ]);
  const identity = (x: unknown) => x as tf.Tensor;
  const step = (size: number[]) => (x: unknown) => (x as tf.Tensor).add(tf.tensor2d(size, [size.length, 1]));

  test('the largest relative change over the samples of each row, in each norm', () => {
    // Two samples of each row, together: steps of 0.1 and 0.2, then −0.3 and 0.1, then 0 and 1, the same in both values.
    const perturbFunc = step([0.1, 0.2, -0.3, 0.1, 0, 1]);
    const at = (normOrd: 'fro' | number) => sensitivityMax(identity, X, { perturbFunc, nPerturbSamples: 2, normOrd });
    const root = Math.SQRT2;
    expectClose(at('fro'), [(0.2 * root) / 5, 0.3 * root, root / 10], 1e-5);
    expectClose(at(1), [0.4 / 7, 0.6, 2 / 14], 1e-5);
    expectClose(at(Number.POSITIVE_INFINITY), [0.2 / 4, 0.3, 1 / 8], 1e-5);
    expectClose(at(3), [(0.2 * 2 ** (1 / 3)) / 91 ** (1 / 3), 0.3 * 2 ** (1 / 3), 2 ** (1 / 3) / 728 ** (1 / 3)], 1e-5);
  });

  test('the default perturbation stays within the radius and is seeded', () => {
    const at = (seed: number) =>
      sensitivityMax(identity, X, { perturbRadius: 0.5, normOrd: Number.POSITIVE_INFINITY, seed });
    const [first, second, third] = at(1).dataSync();
    expect(first).toBeLessThanOrEqual(0.5 / 4);
    expect(second).toBeLessThanOrEqual(0.5);
    expect(second).toBeGreaterThan(0.3);
    expect(third).toBeLessThanOrEqual(0.5 / 8);
    expectClose(at(1), at(1), 0);
    expect(at(2).dataSync()[0]).not.toBe(first);
  });

  test('targets and baselines are repeated row by row; nothing is left behind', () => {
    const scores = (x: tf.Tensor) => tf.concat([x.square(), x.mul(7)], 1);
    const linearOnly = new Saliency(scores);
    // Class 2 and 3 are linear: an explanation with the right targets does not change.
    const options = { target: [2, 3, 2], maxExamplesPerBatch: 12 };
    expectClose(
      sensitivityMax((x, o) => linearOnly.attribute(x, o), X, options),
      [0, 0, 0],
    );
    const integrated = new IntegratedGradients((x) => x.mul(7).sum(1), { multiplyByInputs: false });
    expectClose(
      sensitivityMax((x, o) => integrated.attribute(x, o), X, { baselines: X.mul(2) }),
      [0, 0, 0],
      1e-5,
    );
    expectNoLeak(() => sensitivityMax((x, o) => linearOnly.attribute(x, o), X, options));
  });
});
