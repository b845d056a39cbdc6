import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { Occlusion } from '../../../lib/captum/index.ts';
import { expectClose, expectNoLeak, row } from '../../support/captum/helpers.ts';
import {
  convInputs,
  convScores,
  oneRow,
  scores,
  scoresOfSum,
  twoRows,
  x1,
  x2,
  x3,
} from '../../support/captum/perturbation_cases.ts';
import { basicModel3, smallConvNet } from '../../support/captum/toy_models.ts';

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
  for (const [n, target] of y.entries())
    expectClose(row(together, n), occlusion.attribute(row(X, n), { ...options, target }));
  expectNoLeak(() => occlusion.attribute(X, { ...options, target: y }));
});
