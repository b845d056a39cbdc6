import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { initEngine } from '../../../../lib/engine/index.ts';
import { loadFixtureModel } from '../../../../lib/models/index.ts';

test('tensors of the network are joined although bringing them over replaces the memory', async () => {
  await initEngine({ engine: 'wasm', quiet: true });
  const { model } = await loadFixtureModel();
  const X = tf.ones([4, 224, 224, 3]) as tf.Tensor4D;
  const gradients = [1, 2, 3, 4].map((by) =>
    tf.grad((x) =>
      model
        .scores(x as tf.Tensor4D)
        .sum()
        .mul(by),
    )(X),
  );
  const joined = tf.concat(gradients, 0); // four times 2.3 MiB: the memory grows on the way
  const [first, , , last] = tf.split(joined, 4);
  expect(first!.dataSync()).toEqual(gradients[0]!.dataSync());
  expect(last!.dataSync()).toEqual(gradients[3]!.dataSync());
}, 60_000);
