import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { FeatureAblation, type Inputs, Occlusion } from '../../../lib/captum/index.ts';
import { expectClose, expectNoLeak, row } from '../../support/captum/helpers.ts';
import {
  basicModel3,
  basicModelConvNetOneConv,
  basicModelMultiLayer,
  ramp,
  smallConvNet,
} from '../../support/captum/toy_models.ts';

const multiLayer = basicModelMultiLayer();
const scores = (x: tf.Tensor) => multiLayer.scores(x as tf.Tensor4D) as tf.Tensor;
/** Captum's BasicModel_MultiLayer_MultiInput. */
const scoresOfSum = (...inputs: tf.Tensor[]) => scores(tf.addN(inputs));
const ids = (...rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');
const oneRow = tf.tensor2d([[20, 50, 30]]);
const twoRows = tf.tensor2d([
  [2, 10, 3],
  [20, 50, 30],
]);
const x1 = tf.tensor2d([
  [23, 100, 0],
  [20, 50, 30],
]);
const x2 = tf.tensor2d([
  [20, 50, 30],
  [0, 100, 0],
]);
const x3 = tf.tensor2d([
  [0, 100, 10],
  [2, 10, 3],
]);

/** Captum's convolutional case, where the second input is added to the first. */
const convNet = basicModelConvNetOneConv();
const convScores = (a: tf.Tensor, b: tf.Tensor) => convNet.scores(a.add(b));
const convInputs = [ramp(), tf.ones([1, 4, 4, 1])];

describe.each([1, 2, 3])("Captum's own cases of feature ablation, %i at once", (perturbationsPerEval) => {
  const attribute = <I extends Inputs>(x: I, options: object) =>
    new FeatureAblation(Array.isArray(x) ? scoresOfSum : scores).attribute(x, {
      target: 0,
      perturbationsPerEval,
      ...options,
    });

  test('one input', () => {
    expectClose(attribute(oneRow, {}), [[80, 200, 120]]);
    expectClose(attribute(oneRow, { featureMask: ids([0, 0, 1]) }), [[280, 280, 120]]);
    expectClose(attribute(oneRow, { featureMask: ids([0, 0, 1]), baselines: 4 }), [[248, 248, 104]]);
    expectClose(attribute(twoRows, {}), [
      [8, 35, 12],
      [80, 200, 120],
    ]);
    expectClose(attribute(twoRows, { featureMask: ids([0, 0, 1], [1, 1, 0]) }), [
      [41, 41, 12],
      [280, 280, 120],
    ]);
  });

  test('three inputs, with masks of their own and with baselines', () => {
    const featureMask = [ids([1, 1, 1], [0, 1, 0]), ids([0, 1, 2]), ids([0, 1, 2], [0, 0, 0])];
    const expected = [
      [
        [492, 492, 492],
        [200, 200, 200],
      ],
      [
        [80, 200, 120],
        [0, 400, 0],
      ],
      [
        [0, 400, 40],
        [60, 60, 60],
      ],
    ];
    for (const [i, attribution] of attribute([x1, x2, x3], { featureMask }).entries())
      expectClose(attribution, expected[i]!, 1e-3);
    const withBaselines = [
      [
        [468, 468, 468],
        [184, 192, 184],
      ],
      [
        [68, 188, 108],
        [-12, 388, -12],
      ],
      [
        [-16, 384, 24],
        [12, 12, 12],
      ],
    ];
    const attributions = attribute([x1, x2, x3], { featureMask, baselines: [2, 3, 4] });
    for (const [i, attribution] of attributions.entries()) expectClose(attribution, withBaselines[i]!, 1e-3);
  });

  test('baselines for each row', () => {
    const baselines = [
      [
        [3, 0, 0],
        [3, 0, 2],
      ],
      [
        [0, 1, 0],
        [0, 1, 4],
      ],
      [
        [3, 2, 4],
        [1, 2, 3],
      ],
    ].map((rows) => tf.tensor2d(rows));
    const expected = [
      [
        [80, 400, 0],
        [68, 200, 112],
      ],
      [
        [80, 196, 120],
        [0, 396, -16],
      ],
      [
        [-12, 392, 24],
        [4, 32, 0],
      ],
    ];
    for (const [i, attribution] of attribute([x1, x2, x3], { baselines }).entries())
      expectClose(attribution, expected[i]!, 1e-3);
  });

  test('a convolutional network with two inputs', () => {
    const [a, b] = new FeatureAblation(convScores).attribute(convInputs, {
      target: 0,
      perturbationsPerEval: 7 * perturbationsPerEval,
    });
    expectClose(a!.reshape([4, 4]), [
      [0, 2, 4, 3],
      [4, 9, 10, 7],
      [4, 13, 14, 11],
      [0, 0, 0, 0],
    ]);
    expectClose(b!.reshape([4, 4]), [
      [1, 2, 2, 1],
      [1, 2, 2, 1],
      [1, 2, 2, 1],
      [0, 0, 0, 0],
    ]);
  });
});

describe('a function with one value for the whole batch', () => {
  const total = (x: tf.Tensor) => scores(x).sum();

  test("Captum's own cases", () => {
    const featureMask = ids([0, 0, 1]);
    expectClose(new FeatureAblation(total).attribute(tf.tensor2d([[2, 10, 3]]), { featureMask }), [[82, 82, 24]]);
    expectClose(new FeatureAblation(total).attribute(twoRows, { featureMask }), [[642, 642, 264]]);
    expectClose(new FeatureAblation((x) => total(x).reshape([1])).attribute(twoRows, { featureMask }), [
      [642, 642, 264],
    ]);
  });

  test('what it cannot do is said', () => {
    const method = new FeatureAblation(total);
    expect(() => method.attribute(twoRows, { perturbationsPerEval: 2 })).toThrow(
      'Cannot have perturbations_per_eval > 1',
    );
    expect(() => method.attribute(twoRows, { featureMask: ids([0, 0, 1], [1, 1, 0]) })).toThrow(
      'Cannot provide different masks',
    );
    expect(() => new FeatureAblation(scores).attribute(twoRows)).toThrow('Target should identify a single element');
    expect(() => new FeatureAblation(scores).attribute(twoRows, { target: 0, perturbationsPerEval: 0.5 })).toThrow(
      'Perturbations per evaluation must be an integer and at least 1.',
    );
  });
});

describe.each([1, 2, 3, 14])("Captum's own cases of occlusion, %i at once", (perturbationsPerEval) => {
  const options = { target: 0, perturbationsPerEval };

  test('one input', () => {
    const occlusion = new Occlusion(scores);
    expectClose(occlusion.attribute(oneRow, { ...options, slidingWindowShapes: [1] }), [[80, 200, 120]]);
    const baselines = tf.tensor1d([10, 10, 10]);
    expectClose(occlusion.attribute(oneRow, { ...options, slidingWindowShapes: [2], baselines }), [[200, 220, 240]]);
    expectClose(occlusion.attribute(oneRow, { ...options, slidingWindowShapes: [2], strides: 2 }), [[280, 280, 120]]);
    expectClose(occlusion.attribute(twoRows, { ...options, slidingWindowShapes: [1] }), [
      [8, 35, 12],
      [80, 200, 120],
    ]);
  });

  test('several inputs', () => {
    const pair = [tf.tensor2d([[-10], [3]]), tf.tensor2d([[-5], [1]])];
    const [a, b] = new Occlusion(basicModel3).attribute(pair, { ...options, slidingWindowShapes: [[1], [1]] });
    expectClose(a!, [[0], [1]]);
    expectClose(b!, [[0], [-1]]);
    const expected = [
      [
        [492, 492, 492],
        [400, 400, 400],
      ],
      [
        [80, 200, 120],
        [0, 400, 0],
      ],
      [
        [400, 420, 440],
        [48, 50, 52],
      ],
    ];
    const triple = new Occlusion(scoresOfSum).attribute([x1, x2, x3], {
      ...options,
      slidingWindowShapes: [[3], [1], [2]],
    });
    for (const [i, attribution] of triple.entries()) expectClose(attribution, expected[i]!, 1e-3);
  });

  test('several inputs with strides and baselines, the last window cut off', () => {
    const expected = [
      [
        [444, 444, 444],
        [328, 328, 328],
      ],
      [
        [68, 188, 108],
        [-12, 388, -12],
      ],
      [
        [368, 368, 24],
        [0, 0, -12],
      ],
    ];
    const baselines = [
      tf.tensor2d([
        [1, 4, 7],
        [3, 6, 9],
      ]),
      3,
      tf.tensor2d([[4], [6]]),
    ];
    const attributions = new Occlusion(scoresOfSum).attribute([x1, x2, x3], {
      ...options,
      slidingWindowShapes: [[3], [1], [2]],
      strides: [2, 1, 2],
      baselines,
    });
    for (const [i, attribution] of attributions.entries()) expectClose(attribution, expected[i]!, 1e-3);
  });

  test('a convolutional network: the mean over overlapping windows', () => {
    // Captum's windows (1,2,3) and (1,1,2) with strides (1,2,1) and (1,1,2), channels last.
    const [a, b] = new Occlusion(convScores).attribute(convInputs, {
      ...options,
      slidingWindowShapes: [
        [2, 3, 1],
        [1, 2, 1],
      ],
      strides: [
        [2, 1, 1],
        [1, 2, 1],
      ],
    });
    expectClose(a!.reshape([4, 4]), [
      [17, 17, 17, 17],
      [17, 17, 17, 17],
      [64, 65.5, 65.5, 67],
      [64, 65.5, 65.5, 67],
    ]);
    expectClose(b!.reshape([4, 4]), [
      [3, 3, 3, 3],
      [3, 3, 3, 3],
      [3, 3, 3, 3],
      [0, 0, 0, 0],
    ]);
  });
});

test('windows that are cut off at the border count where they cover', () => {
  // A sum: covering a window takes away its values. 3×3 windows of 2×2 with stride 2 cover 5×5; the last ones are 1 wide.
  const x = tf.ones([1, 5, 5, 1]);
  const map = new Occlusion((input) => input.sum([1, 2, 3])).attribute(x, {
    slidingWindowShapes: [2, 2, 1],
    strides: [2, 2, 1],
  });
  expectClose(map.reshape([5, 5]), [
    [4, 4, 4, 4, 2],
    [4, 4, 4, 4, 2],
    [4, 4, 4, 4, 2],
    [4, 4, 4, 4, 2],
    [2, 2, 2, 2, 1],
  ]);
});

test("occlusion's errors are Captum's", () => {
  const occlusion = new Occlusion(convScores);
  const [x] = convInputs as [tf.Tensor];
  expect(() => occlusion.attribute(x, { slidingWindowShapes: [1, 2] })).toThrow(
    'Occlusion shape for input index 0 is [1,2] but should be a tuple with 3 dimensions.',
  );
  expect(() => occlusion.attribute([x, x], { slidingWindowShapes: [[1, 1, 1]] })).toThrow(
    'Must provide sliding window dimensions for each input tensor.',
  );
  expect(() => occlusion.attribute(x, { slidingWindowShapes: [2, 2, 1], strides: [1, 2] })).toThrow(
    'Stride for input index 0 is [1,2], which is invalid',
  );
  expect(() =>
    occlusion.attribute([x, x], {
      slidingWindowShapes: [
        [1, 1, 1],
        [1, 1, 1],
      ],
      strides: [1],
    }),
  ).toThrow('Strides must be provided for each input tensor.');
  expect(() => occlusion.attribute(x, { slidingWindowShapes: [1, 2, 1], strides: 2 })).toThrow(
    'cannot be larger than sliding window shape dimension',
  );
  expect(() => occlusion.attribute(x, { slidingWindowShapes: [5, 2, 1] })).toThrow('cannot exceed input dimensions');
});

test('rows with their own targets get what each gets alone, and nothing is left behind', () => {
  const model = smallConvNet();
  const X = tf.randomNormal([3, 6, 6, 2], 0, 1, 'float32', 21) as tf.Tensor4D;
  const y = [1, 0, 2];
  const occlusion = new Occlusion(model);
  const options = { slidingWindowShapes: [3, 3, 2], strides: [2, 2, 2], perturbationsPerEval: 4 };
  const together = occlusion.attribute(X, { ...options, target: y });
  const featureMask = tf.range(0, 6, 1, 'int32').reshape([1, 6, 1, 1]);
  const ablation = new FeatureAblation(model);
  const ablated = ablation.attribute(X, { target: y, featureMask, perturbationsPerEval: 4 });
  for (const [n, target] of y.entries()) {
    expectClose(row(together, n), occlusion.attribute(row(X, n), { ...options, target }));
    expectClose(row(ablated, n), ablation.attribute(row(X, n), { target, featureMask }));
  }
  expectNoLeak(() => occlusion.attribute(X, { ...options, target: y }));
  expectNoLeak(() => ablation.attribute(X, { target: y, featureMask }));
});
