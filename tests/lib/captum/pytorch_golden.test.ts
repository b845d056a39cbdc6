/**
 * The methods on a small convolutional network, against PyTorch 2.13 in double precision: the network of {@link smallConvNet} with
 * `F.conv2d`, gradients by `torch.autograd.grad`, modified ReLUs as `torch.autograd.Function`, nodes by `numpy.polynomial.legendre`.
 * Of every row's attributions a (channels last) three projections Σ aᵢ · sin(c·i + 1) are kept, c = 0.5, 1, 2, rounded to 5 decimals.
 */
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import {
  Deconvolution,
  GuidedBackprop,
  GuidedGradCam,
  IntegratedGradients,
  LayerConductance,
  LayerGradCam,
  Saliency,
} from '../../../lib/captum/index.ts';
import { expectClose } from '../../support/captum/helpers.ts';
import { smallConvNet } from '../../support/captum/toy_models.ts';

const model = smallConvNet();
const target = [2, 0];
const X = tf.tensor4d(
  Array.from({ length: 144 }, (_, i) => Math.sin(0.9 * i)),
  [2, 6, 6, 2],
);

const GOLDEN: [string, () => tf.Tensor, number[][]][] = [
  [
    'Saliency',
    () => new Saliency(model).attribute(X, { target }),
    [
      [-0.10112, 0.05753, 0.27144],
      [-0.38331, 0.2064, 0.1962],
    ],
  ],
  [
    'GuidedBackprop',
    () => new GuidedBackprop(model).attribute(X, { target }),
    [
      [-0.59969, 0.54513, 0.0221],
      [-0.87422, 0.8317, 0.0145],
    ],
  ],
  [
    'Deconvolution',
    () => new Deconvolution(model).attribute(X, { target }),
    [
      [-2.66441, 0.68742, 0.03086],
      [2.6597, -0.7789, -0.02262],
    ],
  ],
  [
    'LayerGradCam',
    () => new LayerGradCam(model, 1).attribute(X, { target }),
    [
      [0.20378, -0.00683, 0.07887],
      [0.01351, -0.12155, 0.06191],
    ],
  ],
  [
    'GuidedGradCam',
    () => new GuidedGradCam(model, 1).attribute(X, { target }),
    [
      [-0.05618, 0.07842, 0.04898],
      [-0.01445, -0.00443, -0.00409],
    ],
  ],
  [
    'IntegratedGradients',
    () => new IntegratedGradients(model).attribute(X, { target, nSteps: 5 }),
    [
      [-0.3577, 0.10332, -0.01145],
      [0.28581, 0.00739, -0.09529],
    ],
  ],
  [
    'LayerConductance',
    () => new LayerConductance(model, 2).attribute(X, { target, nSteps: 4 }),
    [
      [-0.8386, 0.82391, -0.72451],
      [0.03911, 2.51178, -0.22504],
    ],
  ],
];

test.each(GOLDEN)('%s as in PyTorch', (_, attribute, expected) => {
  const attributions = attribute();
  expect(attributions.shape[0]).toBe(2);
  const rows = attributions.reshape([2, -1]);
  const i = tf.range(0, rows.shape[1]!);
  const projections = [0.5, 1, 2].map((c) => rows.mul(i.mul(c).add(1).sin()).sum(1));
  expectClose(tf.stack(projections, 1), expected, 5e-5);
});
