import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { initEngine, maxPoolCeil } from '../../../lib/engine/index.ts';

const weights = (shape: number[], seed: number) =>
  tf.randomNormal<tf.Rank.R4>(shape as [number, number, number, number], 0, 0.3, 'float32', seed);

/** Convolutions with and without stride, a ceil pool, a concat, and an op that runs on the CPU kernels. */
function network(X: tf.Tensor4D, [first, left, right]: tf.Tensor4D[]): tf.Scalar {
  const pooled = maxPoolCeil(tf.relu(tf.conv2d(X, first!, 2, 'valid')), 3, 2);
  const fire = tf.relu(tf.concat([tf.conv2d(pooled, left!, 1, 'valid'), tf.conv2d(pooled, right!, 1, 'same')], 3));
  const scores = tf.mean(fire, [1, 2]);
  return tf.sum(tf.gather(scores, tf.tensor2d([[1], [0]], [2, 1], 'int32'), 1, 1));
}

describe('on WASM', () => {
  let wasm: BackendWasm;
  let filters: tf.Tensor4D[];
  let X: tf.Tensor4D;

  beforeAll(async () => {
    await initEngine({ engine: 'wasm', quiet: true });
    wasm = tf.backend() as BackendWasm;
    filters = [weights([3, 3, 3, 8], 1), weights([1, 1, 8, 4], 2), weights([3, 3, 8, 4], 3)];
    X = weights([2, 33, 30, 3], 4);
  });

  const heapBytes = () => wasm.typedArrayFromHeap(X).buffer.byteLength;
  const inputGradient = () =>
    tf.tidy(
      () =>
        void tf
          .grad((x) => network(x as tf.Tensor4D, filters))(X)
          .dataSync(),
    );

  test('a hundred gradients leave the number of tensors, the data and the heap as they were', () => {
    for (let i = 0; i < 3; i++) inputGradient(); // the filters are turned and packed once
    const before = { tensors: tf.memory().numTensors, data: wasm.numDataIds(), heap: heapBytes() };
    for (let i = 0; i < 100; i++) inputGradient();
    expect({ tensors: tf.memory().numTensors, data: wasm.numDataIds(), heap: heapBytes() }).toEqual(before);
  });

  test('training, with new filters each step, does not pile up turned ones', () => {
    const variables = filters.map((filter) => tf.variable(filter));
    const optimizer = tf.train.sgd(1e-3);
    const current = variables as tf.Tensor4D[];
    const step = () => {
      optimizer.minimize(() => network(X, current));
      tf.tidy(() => void tf.grad((x) => network(x as tf.Tensor4D, current))(X)); // turns the new filters
    };
    for (let i = 0; i < 3; i++) step();
    const before = { tensors: tf.memory().numTensors, data: wasm.numDataIds() };
    for (let i = 0; i < 30; i++) step();
    expect({ tensors: tf.memory().numTensors, data: wasm.numDataIds() }).toEqual(before);
    for (const variable of variables) variable.dispose();
    optimizer.dispose();
  });

  test('saving a tensor for a gradient does not copy it', () => {
    tf.tidy(() => {
      const before = wasm.numDataIds();
      const copy = tf.clone(X);
      expect(copy.dataId).toBe(X.dataId);
      expect(wasm.numDataIds()).toBe(before);
      copy.dispose();
      expect(X.dataSync()[0]).not.toBeNaN(); // the data outlives its second owner
    });
  });

  test('a kernel that fails on the CPU side leaves nothing there', () => {
    const cpu = tf.findBackend('cpu');
    const before = cpu.numDataIds();
    const indices = tf.tensor2d([[9]], [1, 1], 'int32');
    expect(() => tf.gather(tf.zeros([1, 3]), indices, 1, 1)).toThrow(/not in \[0, 2\]/);
    expect(cpu.numDataIds()).toBe(before);
  });
});
