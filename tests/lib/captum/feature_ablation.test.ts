import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { FeatureAblation, type Inputs } from '../../../lib/captum/index.ts';
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
import { smallConvNet } from '../../support/captum/toy_models.ts';

const ids = (...rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');

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

test('rows with their own targets get what each gets alone, and nothing is left behind', () => {
  const model = smallConvNet();
  const X = tf.randomNormal([3, 6, 6, 2], 0, 1, 'float32', 21) as tf.Tensor4D;
  const y = [1, 0, 2];
  const featureMask = tf.range(0, 6, 1, 'int32').reshape([1, 6, 1, 1]);
  const ablation = new FeatureAblation(model);
  const together = ablation.attribute(X, { target: y, featureMask, perturbationsPerEval: 4 });
  for (const [n, target] of y.entries())
    expectClose(row(together, n), ablation.attribute(row(X, n), { target, featureMask }));
  expectNoLeak(() => ablation.attribute(X, { target: y, featureMask }));
});
