import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import {
  FeatureAblation,
  IntegratedGradients,
  LayerGradCam,
  NoiseTunnel,
  Saliency,
} from '../../../lib/captum/index.ts';
import { Random } from '../../../lib/random.ts';
import { expectClose, expectNoLeak } from '../../support/captum/helpers.ts';
import { smallConvNet } from '../../support/captum/toy_models.ts';

const cube = (x: tf.Tensor) => x.pow(3).sum(1);
const X = tf.tensor2d([
  [1, 2, 3],
  [-4, 5, 0.5],
]);

/** The samples that the tunnel draws, [samples][rows × 3], and 3·x² at each: the gradient of the cube. */
function noisyGradients(samples: number, stdev: number, seed: string): number[][] {
  const random = new Random(seed);
  const values = X.dataSync();
  return Array.from({ length: samples }, () => Array.from(values, (x) => 3 * (x + random.normal(0, stdev)) ** 2));
}

test('the mean, the mean square and the biased variance over the samples of each row', () => {
  const [samples, stdevs, seed] = [6, 0.3, 'tunnel'];
  const gradients = noisyGradients(samples, stdevs, seed);
  const mean = (f: (g: number) => number) =>
    [0, 1, 2, 3, 4, 5].map((i) => gradients.reduce((sum, g) => sum + f(g[i]!), 0) / samples);
  const first = mean((g) => g);
  const second = mean((g) => g * g);
  const tunnel = new NoiseTunnel(new Saliency(cube));
  const attribute = (ntType: 'smoothgrad' | 'smoothgrad_sq' | 'vargrad') =>
    tunnel.attribute(X, { ntType, ntSamples: samples, stdevs, seed }).flatten();
  expectClose(attribute('smoothgrad'), first, 1e-3);
  expectClose(attribute('smoothgrad_sq').div(second), [1, 1, 1, 1, 1, 1], 1e-5);
  expectClose(
    attribute('vargrad'),
    second.map((square, i) => square - first[i]! ** 2),
    0.05,
  );
});

test('rows, targets, baselines and masks stay together, whatever the batches of samples', () => {
  // Row 1 explains twice the second value, row 2 ten times the first.
  const scores = (x: tf.Tensor) => tf.concat([x.slice([0, 0], [-1, 1]).mul(10), x.slice([0, 1], [-1, 1]).mul(2)], 1);
  const target = [1, 0];
  const tunnel = new NoiseTunnel(new Saliency(scores));
  const expected = [
    [0, 2, 0],
    [10, 0, 0],
  ];
  for (const ntSamplesBatchSize of [1, 2, 3, 5]) {
    expectClose(tunnel.attribute(X, { target, ntSamplesBatchSize }), expected);
    expectClose(tunnel.attribute(X, { target: tf.tensor1d(target, 'int32'), ntSamplesBatchSize }), expected);
  }
  const baselines = tf.tensor2d([
    [1, 0, 3],
    [-5, 5, 0],
  ]);
  const noiseless = { stdevs: 0, target, baselines, ntSamples: 3 };
  expectClose(new NoiseTunnel(new IntegratedGradients(scores)).attribute(X, noiseless), [
    [0, 4, 0],
    [10, 0, 0],
  ]);
  const featureMask = tf.tensor2d(
    [
      [0, 0, 1],
      [0, 1, 1],
    ],
    undefined,
    'int32',
  );
  expectClose(new NoiseTunnel(new FeatureAblation(scores)).attribute(X, { ...noiseless, featureMask }), [
    [4, 4, 0],
    [10, 0, 0],
  ]);
});

test('the same seed gives the same, whatever the batches; another seed does not', () => {
  const tunnel = new NoiseTunnel(new Saliency(cube));
  const once = tunnel.attribute(X, { seed: 3 });
  expectClose(tunnel.attribute(X, { seed: 3, ntSamplesBatchSize: 2 }), once);
  const other = tunnel.attribute(X, { seed: 4 });
  expect(other.sub(once).abs().max().dataSync()[0]).toBeGreaterThan(0.1);
});

test('delta has an entry for each sample', () => {
  const tunnel = new NoiseTunnel(new IntegratedGradients(cube));
  const [attributions, delta] = tunnel.attribute(X, { ntSamples: 4, stdevs: 0.1, returnConvergenceDelta: true });
  expect(attributions.shape).toEqual([2, 3]);
  expect(delta.shape).toEqual([8]);
  expectClose(delta, new Array(8).fill(0), 1e-3);
});

test('baselines drawn from a set: each sample has one of them', () => {
  const references = tf.tensor2d([
    [0, 0, 0],
    [1, 1, 1],
    [2, 2, 2],
  ]);
  const linear = (x: tf.Tensor) => x.sum(1);
  const attributions = new NoiseTunnel(new IntegratedGradients(linear)).attribute(X, {
    baselines: references,
    drawBaselineFromDistrib: true,
    stdevs: 0,
    ntSamples: 40,
  });
  // x − mean of the baselines drawn for the row: the same for all three values, near 1.
  const drawn = X.sub(attributions);
  expectClose(drawn.slice([0, 0], [2, 1]).tile([1, 3]), drawn);
  expectClose(drawn, tf.onesLike(drawn), 0.5);
});

test('two inputs, each with its own deviation; a layer method; nothing left behind', () => {
  const product = (a: tf.Tensor, b: tf.Tensor) => a.mul(b).sum(1);
  const [a, b] = new NoiseTunnel(new Saliency(product)).attribute([X, X.mul(2)], { stdevs: [0.5, 0] });
  expectClose(a!, X.mul(2).abs());
  expect(b!.sub(X.abs()).abs().max().dataSync()[0]).toBeGreaterThan(0.01);
  const images = tf.ones([2, 6, 6, 2]) as tf.Tensor4D;
  const tunnel = new NoiseTunnel(new LayerGradCam(smallConvNet(), 0));
  expect(tunnel.attribute(images, { target: [0, 1], ntSamples: 3 }).shape).toEqual([2, 4, 4, 1]);
  expectNoLeak(() => tunnel.attribute(images, { target: [0, 1], ntSamples: 3, ntSamplesBatchSize: 2 }));
  expectNoLeak(() =>
    new NoiseTunnel(new IntegratedGradients(cube)).attribute(X, { returnConvergenceDelta: true, baselines: 1 }),
  );
});

test("errors are Captum's", () => {
  const tunnel = new NoiseTunnel(new Saliency(cube));
  expect(() => tunnel.attribute(X, { ntType: 'mean' as 'vargrad' })).toThrow('Noise types must be either');
  expect(() => tunnel.attribute(X, { stdevs: [1, 1] })).toThrow(
    'The number of input tensors in 1 must be equal to the number of stdevs values 2',
  );
  expect(() => tunnel.attribute(X, { stdevs: '1' as unknown as number })).toThrow(
    'stdevs must be type float. Given: string',
  );
});
