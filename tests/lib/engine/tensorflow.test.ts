/** A tfjs-node that loads and cannot compute, as on Node 24 without its native library: `auto` says so and takes the next. */
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs';
import { afterEach, expect, it, vi } from 'vitest';
import { initEngine } from '../../../lib/engine/index.ts';

vi.mock('@tensorflow/tfjs-node', async () => {
  const { KernelBackend, registerBackend } = await import('@tensorflow/tfjs');
  registerBackend('tensorflow', () => {
    const backend = new KernelBackend();
    backend.dispose = () => {};
    backend.write = () => {
      throw new Error('util_1.isNullOrUndefined is not a function');
    };
    return backend;
  });
  return {};
});

afterEach(() => {
  vi.unstubAllEnvs();
  tf.removeBackend('tensorflow');
});

it('falls back with the reason, and keeps what Node took away', async () => {
  vi.stubEnv('A3_ENGINE', '');
  const { engine, reason } = await initEngine({ quiet: true });
  expect([engine, reason]).toEqual([
    'wasm',
    'no tensorflow: tfjs-node loads, but does not compute (util_1.isNullOrUndefined is not a function)',
  ]);
  expect(tf.sum(tf.square(tf.tensor1d([1, 2]))).dataSync()[0]).toBe(5);
  const { isNullOrUndefined } = createRequire(import.meta.url)('node:util');
  expect([undefined, null, 0].map((value) => isNullOrUndefined(value))).toEqual([true, true, false]);
  await expect(initEngine({ engine: 'tensorflow', quiet: true })).rejects.toThrow(
    /'tensorflow'.* cannot be used: tfjs-node loads, but does not compute .* To fix this: /,
  );
});
