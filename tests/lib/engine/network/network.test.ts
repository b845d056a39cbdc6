import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { initEngine } from '../../../../lib/engine/index.ts';
import { DECONVOLUTION, GUIDED, ORDINARY, type ReluRule } from '../../../../lib/engine/network/index.ts';
import { NetworkModule } from '../../../../lib/engine/network/module.ts';
import { NetworkKernels } from '../../../../lib/engine/network/network.ts';
import type { FeatureSpec } from '../../../../lib/engine/network/table.ts';
import { NetworkTensors } from '../../../../lib/engine/network/tensors.ts';
import type { Relu } from '../../../../lib/models/model.ts';
import { KeptParameters } from '../../../../lib/models/parameters.ts';
import { deconvolutionRelu, guidedRelu, ordinaryRelu } from '../../../../lib/models/relus.ts';
import { tensorflowLayer } from '../../../../lib/models/tensorflow_layers.ts';
import { Random } from '../../../../lib/random.ts';
import { type ArrayData, fromTensor, normalArray, toTensor } from '../../../../lib/tensor/array.ts';
import { relativeError } from '../../../support/engine/evaluate.ts';
import {
  CEIL_POOL,
  FIRE,
  FIRST,
  FIRST_SAME,
  FLOOR_POOL,
  RELU,
  randomParameters,
  SAME,
} from '../../../support/engine/network/random_network.ts';

let module: NetworkModule;
let tensors: NetworkTensors;
beforeAll(async () => {
  await initEngine({ engine: 'wasm', quiet: true });
  module = new NetworkModule();
  tensors = new NetworkTensors(module.arena);
});

const NETWORKS: FeatureSpec[][] = [
  [FIRST, RELU, CEIL_POOL, FIRE, CEIL_POOL, { ...FIRE, name: 'second', inputs: 32 }],
  [FIRST_SAME, RELU, SAME, RELU, FLOOR_POOL, { ...SAME, name: 'second', inputs: 16, outputs: 24 }, RELU],
];
const RULES: [ReluRule, Relu][] = [
  [ORDINARY, ordinaryRelu],
  [GUIDED, guidedRelu],
  [DECONVOLUTION, deconvolutionRelu],
];
const SHAPES = [
  [1, 9, 9, 3],
  [2, 7, 31, 3],
  [5, 12, 10, 3],
  [1, 300, 17, 3],
] as const;

/** Every layer's output, and the gradient at the input of a sum over all of them, each weighted at random. */
function evaluate(
  features: (X: tf.Tensor4D) => tf.Tensor[],
  x: ArrayData,
): { values: ArrayData[]; gradient: ArrayData } {
  const random = new Random('weights');
  const X = toTensor(x) as tf.Tensor4D;
  const values = features(X).map(fromTensor);
  const weights = values.map(({ shape }) => normalArray(random, shape));
  const loss = (X: tf.Tensor) =>
    tf.addN(features(X as tf.Tensor4D).map((y, i) => tf.sum(tf.mul(y, toTensor(weights[i]!))))) as tf.Scalar;
  return { values, gradient: fromTensor(tf.grad(loss)(X)) };
}

describe.each(NETWORKS.map((specs) => [specs.map(({ kind }) => kind).join(', '), specs] as const))(
  '%s',
  (name, specs) => {
    test.each(SHAPES)('%i of %i×%i as on the CPU backend, with each ReLU', async (...shape) => {
      const random = new Random(`${name} ${shape}`);
      const parameters = randomParameters(random, specs);
      const x = normalArray(random, shape);
      for (const [rule, relu] of RULES) {
        const kernels = new NetworkKernels(module, tensors, specs, parameters);
        const ours = evaluate((X) => kernels.features(X, specs.length, rule), x);
        const whole = evaluate((X) => [kernels.tail(0, X, rule)], x);
        await initEngine({ engine: 'cpu', quiet: true });
        const layers = specs.map((spec) => tensorflowLayer(spec, new KeptParameters(parameters)));
        const outputs = (X: tf.Tensor4D) => {
          let y = X;
          return layers.map((layer) => {
            y = layer(y, relu);
            return y;
          });
        };
        const theirs = evaluate(outputs, x);
        const theirWhole = evaluate((X) => outputs(X).slice(-1), x);
        await initEngine({ engine: 'wasm', quiet: true });
        for (const [i, y] of ours.values.entries()) expect(relativeError(y, theirs.values[i]!)).toBeLessThan(3e-6);
        expect(relativeError(ours.gradient, theirs.gradient)).toBeLessThan(1e-5);
        expect(relativeError(whole.values[0]!, theirWhole.values[0]!)).toBeLessThan(3e-6);
        expect(relativeError(whole.gradient, theirWhole.gradient)).toBeLessThan(1e-5);
      }
    });
  },
);

const specs = NETWORKS[0]!;
const make = () => new NetworkKernels(module, tensors, specs, randomParameters(new Random('memory'), specs));

test('a thousand gradients leave blocks, memory and tensors as they were, and dispose frees the weights', () => {
  const before = module.arena.count;
  const kernels = make();
  const X = tf.ones([2, 20, 18, 3]) as tf.Tensor4D;
  const gradient = () =>
    tf.tidy(() => {
      const loss = (x: tf.Tensor) => {
        const features = kernels.features(x as tf.Tensor4D, specs.length, ORDINARY);
        return tf.add(tf.sum(features[3]!), tf.sum(kernels.tail(2, features[1]!, GUIDED))) as tf.Scalar;
      };
      tf.grad(loss)(X).dataSync();
      return undefined;
    });
  gradient();
  const state = () => [
    module.arena.count,
    module.arena.memory.buffer.byteLength,
    tf.memory().numTensors,
    tensors.numDataIds(),
  ];
  const after = state();
  for (let i = 0; i < 1000; i++) gradient();
  expect(state()).toEqual(after);
  kernels.dispose();
  expect(module.arena.count).toBe(before);
});

test('only what is read is computed, and it outlives the tensors it was made from', () => {
  const kernels = make();
  const X = tf.ones([1, 20, 18, 3]) as tf.Tensor4D;
  const before = module.arena.count;
  const features = kernels.features(X, specs.length, ORDINARY);
  expect(module.arena.count).toBe(before + 1); // the image
  const last = features.at(-1)!;
  tf.dispose([X, ...features.slice(0, -1)]);
  expect(last.dataSync().every(Number.isFinite)).toBe(true);
  tf.dispose(last);
  kernels.dispose();
  expect(module.arena.count).toBe(before);
});

test('what a layer cannot take is said', () => {
  const kernels = make();
  expect(() => kernels.tail(3, tf.zeros([1, 4, 4, 16]), ORDINARY)).toThrow(/takes images of 8 channels.*\[4,4,16\]/);
  expect(() => kernels.tail(3, tf.zeros([4, 4, 8]) as tf.Tensor as tf.Tensor4D, ORDINARY)).toThrow(
    /\[N,h,w,c\].*\[4,4,8\]/,
  );
  expect(() => kernels.tail(2, tf.zeros([1, 4, 4, 3]), ORDINARY)).toThrow(/max pool/);
  const odd = [{ ...FIRST, outputs: 12 }];
  expect(() => new NetworkKernels(module, tensors, odd, randomParameters(new Random(0), odd))).toThrow(/multiple of 8/);
});

test('where memory is short it is said, and nothing is lost', () => {
  const small = new NetworkModule({ maxPages: 6 });
  const kernels = new NetworkKernels(
    small,
    new NetworkTensors(small.arena),
    specs,
    randomParameters(new Random(1), specs),
  );
  const scores = (size: number) => tf.tidy(() => kernels.tail(0, tf.ones([1, size, size, 3]), ORDINARY).dataSync()[0]);
  const before = scores(20);
  const blocks = small.arena.count;
  expect(() => scores(300)).toThrow(/more memory than it can get.*use smaller images, or fewer/);
  expect(small.arena.count).toBe(blocks);
  expect(scores(20)).toBe(before);
});
