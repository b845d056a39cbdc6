import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { initEngine } from '../../../lib/engine/index.ts';
import { Random } from '../../../lib/random.ts';
import { differences, evaluate, inputsOf, relativeError, slopeAlong } from '../../support/engine/evaluate.ts';
import { OPS } from '../../support/engine/ops/index.ts';

const USE = (engine: 'wasm' | 'cpu') => initEngine({ engine, quiet: true });

describe('every kernel of the CPU backend', () => {
  test('is there on WASM', async () => {
    await USE('wasm');
    const onWasm = new Set(tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName));
    const missing = tf.getKernelsForBackend('cpu').filter(({ kernelName }) => !onWasm.has(kernelName));
    expect(missing.map(({ kernelName }) => kernelName)).toEqual([]);
  });
});

describe('on WASM, values and gradients are those of the CPU backend:', () => {
  test.each(OPS)('$name', async (op) => {
    const inputs = inputsOf(op);
    await USE('cpu');
    const cpu = evaluate(op, inputs);
    await USE('wasm');
    const before = tf.memory().numTensors;
    const wasm = evaluate(op, inputs);
    expect(tf.memory().numTensors).toBe(before);
    for (const [i, value] of wasm.values.entries()) expect(relativeError(value, cpu.values[i]!)).toBeLessThan(1e-5);
    for (const [i, gradient] of wasm.gradients.entries()) {
      expect(relativeError(gradient, cpu.gradients[i]!)).toBeLessThan(1e-5);
    }
  });
});

describe('gradients are the slopes of the values:', () => {
  beforeAll(() => USE('cpu'));
  test.each(OPS.filter(({ gradient }) => gradient !== false))('$name', (op) => {
    const inputs = inputsOf(op);
    const { gradients } = evaluate(op, inputs);
    if (inputs.some(({ data }) => data.length > 1000)) {
      const directions = new Random(`directions of ${op.name}`);
      for (let i = 0; i < 20; i++) {
        const { measured, said } = slopeAlong(directions, op, inputs, gradients);
        expect(Math.abs(said / measured - 1)).toBeLessThan(0.02);
      }
      return;
    }
    const slopes = differences(op, inputs);
    for (const [i, gradient] of gradients.entries()) expect(relativeError(gradient, slopes[i]!)).toBeLessThan(0.02);
  });
});

test.each([
  ['beyond the end', [0, 2], [2, 3], '3 from 2 on do not fit into axis 1 of a tensor [2,4]'],
  ['before the start', [-2, 0], [1, 4], '1 from -2 on do not fit into axis 0'],
  ['of half a row', [0.5, 0], [1, 4], '1 from 0.5 on do not fit into axis 0'],
])('a slice %s is refused, and nothing is broken', async (_, begin, size, message) => {
  await USE('wasm');
  const x = tf.ones([2, 4]);
  expect(() => x.slice(begin as [number, number], size as [number, number])).toThrow(message);
  expect(Array.from(x.slice([1, 1], [1, -1]).dataSync())).toEqual([1, 1, 1]);
});
