import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { LayerActivation, LayerConductance, LayerGradCam } from '../../../lib/captum/index.ts';
import { expectClose, expectNoLeak, row } from '../../support/captum/helpers.ts';
import { basicModelConvNetOneConv, basicModelMultiLayer, ramp, smallConvNet } from '../../support/captum/toy_models.ts';

const multiLayer = basicModelMultiLayer();
const input = (...rows: number[][]) => tf.tensor2d(rows) as unknown as tf.Tensor4D;

describe('LayerActivation', () => {
  test("Captum's own cases", () => {
    const activation = (layer: number, x: number[], attributeToLayerInput = false) =>
      new LayerActivation(multiLayer, layer).attribute(input(x), { attributeToLayerInput });
    expectClose(activation(0, [0, 100, 0]), [[0, 100, 0]]);
    expectClose(activation(1, [0, 100, 0]), [[90, 101, 101, 101]]);
    expectClose(activation(2, [2, -5, 4], true), [[-9, 2, 2, 2]]);
    expectClose(activation(2, [3, 4, 0]), [[0, 8, 8, 8]]);
    expectClose(activation(3, [0, 100, 0]), [[392, 394]]);
    expectClose(activation(0, [2, -5, 4], true), [[2, -5, 4]]);
  });

  test('a list of layers gives a list, in its order', () => {
    const X = input([0, 100, 0], [3, 4, 0]);
    const [scores, hidden] = new LayerActivation(multiLayer, [3, 2] as const).attribute(X);
    expect(scores!.shape).toEqual([2, 2]);
    expectClose(hidden!, [
      [90, 101, 101, 101],
      [0, 8, 8, 8],
    ]);
  });

  test('what it returns is its own: disposing it leaves the input', () => {
    const X = ramp();
    expectNoLeak(() =>
      new LayerActivation(basicModelConvNetOneConv(), [0, 1] as const).attribute(X, { attributeToLayerInput: true }),
    );
    expect(X.isDisposed).toBe(false);
  });
});

describe('LayerGradCam', () => {
  const model = basicModelConvNetOneConv();

  test("Captum's own cases", () => {
    expectClose(new LayerGradCam(multiLayer, 0).attribute(input([0, 100, 0]), { target: 0 }), [[400]]);
    const map = (layer: number, X = ramp()) => new LayerGradCam(model, layer).attribute(X, { target: 0 });
    expect(map(0).shape).toEqual([1, 2, 2, 1]);
    expectClose(map(0).reshape([2, 2]), [
      [11.25, 13.5],
      [20.25, 22.5],
    ]);
    expectClose(map(1).reshape([2, 2]), [
      [0, 4],
      [28, 32.5],
    ]);
    expectClose(map(0, ramp().add<tf.Tensor4D>(1)).reshape([2, 2]), [
      [14.5, 19],
      [32.5, 37],
    ]);
  });

  test("Captum's own cases of a layer's input, with and without the last ReLU", () => {
    const X = tf.tensor4d([0, 1, 2, 3, 4, -4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [1, 4, 4, 1]);
    const method = new LayerGradCam(model, 0);
    const options = { target: 0, attributeToLayerInput: true };
    expectClose(method.attribute(X, options), X.mul(0.5625));
    expectClose(method.attribute(X, { ...options, reluAttributions: true }), X.mul(0.5625).relu());
  });

  test('without summation the channels stay, and add up to the map', () => {
    const net = smallConvNet();
    const X = tf.randomNormal([2, 6, 6, 2], 0, 1, 'float32', 2) as tf.Tensor4D;
    const channels = new LayerGradCam(net, 1).attribute(X, { target: [0, 2], attrDimSummation: false });
    expect(channels.shape).toEqual([2, 4, 4, 4]);
    expectClose(channels.sum(-1, true), new LayerGradCam(net, 1).attribute(X, { target: [0, 2] }));
  });
});

describe('LayerConductance', () => {
  const conductance = (layer: number, x: number[][], internalBatchSize?: number) =>
    new LayerConductance(multiLayer, layer).attribute(input(...x), {
      target: 0,
      nSteps: 500,
      internalBatchSize,
      returnConvergenceDelta: true,
    });

  test.each([undefined, 4, 20])("Captum's own cases, internal batch size %s", (internalBatchSize) => {
    const cases: [number, number[]][] = [
      [0, [0, 390, 0]],
      [1, [90, 100, 100, 100]],
      [2, [90, 100, 100, 100]],
      [3, [390, 0]],
    ];
    for (const [layer, expected] of cases) {
      const [attributions, delta] = conductance(layer, [[0, 100, 0]], internalBatchSize);
      expectClose(attributions, [expected], 0.1);
      expectClose(delta, [0], 0.01);
    }
  });

  test("Captum's own case of two rows", () => {
    const [attributions] = conductance(2, [
      [0, 70, 30],
      [0, 0, 125],
    ]);
    expectClose(
      attributions,
      [
        [90, 100, 100, 100],
        [115, 125, 125, 125],
      ],
      0.2,
    );
  });

  test('left gradients and forward differences, on a path of three points by hand', () => {
    // relu(x − 1) from 0 to 2: the points of riemann_left with two steps are 0, 1/3, 2/3 of the way, so x = 0, 2/3, 4/3.
    // A = x at the input: differences 2/3 and 2/3 with the gradients 0 (at 0) and 0 (at 2/3); a right gradient would give 2/3.
    const x = tf.tensor2d([[2, 1, 1]]) as unknown as tf.Tensor4D;
    const attributions = new LayerConductance(multiLayer, 3).attribute(x, {
      target: 1,
      nSteps: 2,
      method: 'riemann_left',
    });
    // Scores are linear in themselves, so what is left is F(2/3 x) − F(0) = 3·(4·2/3): the method's last point is not the input.
    expectClose(attributions, [[0, 8]]);
    const hidden = new LayerConductance(multiLayer, 1).attribute(input([20, 0, 0]), {
      target: 0,
      nSteps: 2,
      method: 'riemann_left',
    });
    // The first unit is −10 at 0, −3.33 and 3.33: its gradient is 0 at both left points.
    expectClose(hidden, [[0, 40 / 3, 40 / 3, 40 / 3]]);
  });

  test('rows with their own targets and baselines get what each gets alone, whatever the batches', () => {
    const net = smallConvNet();
    const X = tf.randomNormal([3, 6, 6, 2], 0, 1, 'float32', 4) as tf.Tensor4D;
    const B = tf.randomNormal([3, 6, 6, 2], 0, 1, 'float32', 6) as tf.Tensor4D;
    const y = [2, 0, 1];
    for (const layer of [0, 2]) {
      const method = new LayerConductance(net, layer);
      const options = { nSteps: 7, baselines: B, target: y };
      const together = method.attribute(X, options);
      for (const [n, target] of y.entries()) {
        expectClose(row(together, n), method.attribute(row(X, n), { nSteps: 7, baselines: row(B, n), target }));
      }
      for (const internalBatchSize of [3, 6, 10, 100]) {
        expectClose(method.attribute(X, { ...options, internalBatchSize }), together);
      }
      expectNoLeak(() => method.attribute(X, { ...options, returnConvergenceDelta: true }));
    }
  });

  test('an internal batch smaller than the batch warns and gives the same', () => {
    const { warn } = console;
    const warnings: string[] = [];
    console.warn = (message: string) => warnings.push(message);
    try {
      const X = input([0, 100, 0], [1, 2, 3]);
      const method = new LayerConductance(multiLayer, 1);
      expectClose(method.attribute(X, { target: 0, internalBatchSize: 1 }), method.attribute(X, { target: 0 }));
    } finally {
      console.warn = warn;
    }
    expect(warnings).toEqual([
      expect.stringContaining('Defaulting to internal batch size of 2 equal to the number of examples.'),
    ]);
  });
});

test('a layer that is not there is named', () => {
  expect(() => new LayerGradCam(multiLayer, 9).attribute(input([1, 2, 3]), { target: 0 })).toThrow(
    'There is no layer 9',
  );
  expect(() => new LayerActivation(multiLayer, -1).attribute(input([1, 2, 3]))).toThrow('numbered from 0');
});

test('no layer method leaves a tensor behind', () => {
  const net = smallConvNet();
  const X = tf.ones([2, 6, 6, 2]) as tf.Tensor4D;
  expectNoLeak(() => new LayerActivation(net, 2).attribute(X));
  expectNoLeak(() => new LayerGradCam(net, 2).attribute(X, { target: [0, 1], reluAttributions: true }));
  expectNoLeak(() => new LayerConductance(net, 2).attribute(X, { target: [0, 1], nSteps: 3 }));
});
