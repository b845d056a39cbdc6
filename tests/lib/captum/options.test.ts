/** Options are checked where they enter: whatever is wrong gives one sentence that names it, never zeros or a raw error. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FeatureAblation,
  IntegratedGradients,
  infidelity,
  LayerAttribution,
  LayerConductance,
  NoiseTunnel,
  Occlusion,
  Saliency,
  sensitivityMax,
} from '../../../lib/captum/index.ts';
import { smallConvNet } from '../../support/captum/toy_models.ts';

const X = tf.randomUniform([2, 4, 3], -1, 1, 'float32', 7);
/** [2,4,3] → [2,2] */
const forward = (x: tf.Tensor): tf.Tensor =>
  tf.matMul(x.square().reshape([2 * (x.shape[0]! / 2), 12]), tf.ones([12, 2]));

type Options = Record<string, unknown>;
const call: Record<string, (options: Options) => unknown> = {
  Saliency: (options) => new Saliency(forward).attribute(X, { target: 0, ...options }),
  IntegratedGradients: (options) => new IntegratedGradients(forward).attribute(X, { target: 0, nSteps: 3, ...options }),
  FeatureAblation: (options) => new FeatureAblation(forward).attribute(X, { target: 0, ...options }),
  Occlusion: (options) =>
    new Occlusion(forward).attribute(X, { target: 0, slidingWindowShapes: [2, 3], strides: [2, 3], ...options }),
  NoiseTunnel: (options) =>
    new NoiseTunnel(new Saliency(forward)).attribute(X, { target: 0, ntSamples: 2, ...(options as object) }),
  infidelity: (options) =>
    infidelity(forward, (x) => [x as tf.Tensor, x as tf.Tensor], X, X, { target: 0, nPerturbSamples: 2, ...options }),
  sensitivityMax: (options) =>
    sensitivityMax((x, o) => new Saliency(forward).attribute(x, o), X, { target: 0, nPerturbSamples: 2, ...options }),
  LayerConductance: (options) =>
    new LayerConductance(smallConvNet(), 0).attribute(tf.ones([1, 4, 4, 2]), { target: 0, nSteps: 2, ...options }),
};

const noCount = fc.oneof(
  fc.integer({ max: 0 }),
  fc.double({ min: 0.01, max: 1e6 }).filter((n) => !Number.isInteger(n)),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, '3', null, [2]),
);
const noStride = fc.oneof(
  fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }).filter(({ length }) => length !== 2),
  fc.tuple(noCount, fc.constant(1)),
  fc.constantFrom(null, 'ab', {}),
);
const noWindow = fc.oneof(noStride, fc.tuple(fc.constant(1), fc.integer({ min: 4 })), fc.constant(2));
const noTarget = fc.oneof(
  fc.integer({ min: 2 }),
  fc.integer({ max: -1 }),
  fc.double({ noInteger: true }),
  fc.array(fc.constant(0), { maxLength: 5 }).filter(({ length }) => length !== 2),
  fc.constantFrom('cat', null, true, { index: 0 }, { index: [0, 0] }, ['a', 'b'], [0, 2], [[0], [0.5]]),
);
/** Neither [2,4,3] nor what broadcasts to it. */
const noShape = fc.constantFrom([3, 4, 3], [2, 4, 2], [2, 1, 4, 3], [4], [0, 4, 3]).map((shape) => tf.ones([...shape]));

const refused: [method: string, option: string, values: fc.Arbitrary<unknown>][] = [
  ...Object.keys(call)
    .filter((method) => method !== 'LayerConductance')
    .map((method): [string, string, fc.Arbitrary<unknown>] => [method, 'target', noTarget]),
  ['IntegratedGradients', 'nSteps', noCount],
  ['IntegratedGradients', 'internalBatchSize', noCount],
  ['IntegratedGradients', 'method', fc.constantFrom('simpson', '', null)],
  ['IntegratedGradients', 'baselines', noShape],
  ['LayerConductance', 'nSteps', noCount],
  ['LayerConductance', 'internalBatchSize', noCount],
  ['LayerConductance', 'target', fc.constantFrom(-1, 0.5, 99, 'cat')],
  ['FeatureAblation', 'perturbationsPerEval', noCount],
  [
    'FeatureAblation',
    'baselines',
    fc.oneof(noShape, fc.constantFrom(Number.NaN, Number.NEGATIVE_INFINITY, '0', [0, 0])),
  ],
  ['FeatureAblation', 'featureMask', noShape],
  [
    'FeatureAblation',
    'featureMask',
    fc.constantFrom(Number.NaN, 0.5, Number.POSITIVE_INFINITY).map((n) => tf.fill([1, 4, 3], n)),
  ],
  ['FeatureAblation', 'featureMask', fc.constantFrom('x', 1, {}, [])],
  ['Occlusion', 'slidingWindowShapes', noWindow],
  ['Occlusion', 'strides', fc.oneof(noStride, noCount)],
  ['Occlusion', 'baselines', noShape],
  ['Occlusion', 'perturbationsPerEval', noCount],
  ['NoiseTunnel', 'ntSamples', noCount],
  ['NoiseTunnel', 'ntSamplesBatchSize', noCount],
  ['NoiseTunnel', 'stdevs', fc.constantFrom(Number.NaN, -1, Number.POSITIVE_INFINITY, [1, 1], '1', null)],
  ['NoiseTunnel', 'ntType', fc.constantFrom('smooth', null)],
  ['infidelity', 'nPerturbSamples', noCount],
  ['infidelity', 'maxExamplesPerBatch', noCount],
  ['infidelity', 'baselines', noShape],
  ['sensitivityMax', 'perturbRadius', fc.constantFrom(Number.NaN, -1, Number.POSITIVE_INFINITY, '1')],
  ['sensitivityMax', 'normOrd', fc.constantFrom(Number.NaN, 'l2', null)],
];

describe.each(refused)('%s: %s', (method, option, values) => {
  it('is refused with a sentence', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(() => call[method]!({ [option]: value })).toThrowError(
          expect.objectContaining({ name: 'CaptumError', message: expect.stringMatching(/^.{20,}/) }),
        );
      }),
      { numRuns: 40, seed: 11 },
    );
  });
});

it.each(Object.keys(call))('%s works on what is right', (method) => {
  expect(() => call[method]!({})).not.toThrow();
});

it('a feature mask may have gaps, negative numbers, and fewer axes of length 1', () => {
  const attribute = (featureMask: tf.Tensor) =>
    (new FeatureAblation(forward).attribute(X, { target: 0, featureMask }) as tf.Tensor).arraySync();
  const mask = (a: number, b: number) => tf.tensor([a, a, b], [1, 1, 3]);
  expect(attribute(mask(-5, 1e9))).toEqual(attribute(mask(0, 1)));
});

it('inputs must have as many examples each, and at least one', () => {
  const sum = (a: tf.Tensor, b: tf.Tensor) => a.sum(-1).add(b.sum(-1));
  expect(() => new Saliency(sum).attribute([tf.ones([2, 3]), tf.ones([1, 3])])).toThrow(/Got shapes \[2,3\], \[1,3\]/);
  expect(() => new Saliency((x) => x.sum(-1)).attribute(tf.zeros([0, 3]))).toThrow(/at least 1/);
});

it.each([0, -1, 2.5, Number.NaN])('interpolate to %d is refused', (size) => {
  expect(() => LayerAttribution.interpolate(tf.ones([1, 2, 2, 1]), size)).toThrow(/spatial dimensions/);
});
