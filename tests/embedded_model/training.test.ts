import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classNames } from '../../embedded_model/pictures/classes.ts';
import { adamStep, zeroMoments } from '../../embedded_model/training/adam.ts';
import { drawBatch } from '../../embedded_model/training/batches.ts';
import { loadCheckpoint, newRun, type RunIdentity, saveCheckpoint } from '../../embedded_model/training/checkpoint.ts';
import { initialParameters, loss, scoreMaps, toTorchLayout } from '../../embedded_model/training/network.ts';
import { batchOf, FULL_PLAN, learningRate, type Plan, totalSteps } from '../../embedded_model/training/plan.ts';
import { run } from '../../embedded_model/training/run.ts';
import { forwardBackward } from '../../embedded_model/training/step.ts';
import { toTensors } from '../../embedded_model/training/tensors.ts';
import { type EngineInfo, initEngine } from '../../lib/engine/index.ts';
import { SqueezeNet } from '../../lib/models/squeezenet.ts';
import { float32, toTensor } from '../../lib/tensor/array.ts';

let engine: EngineInfo;
let folder: string;

beforeAll(async () => {
  engine = await initEngine({ quiet: true });
  folder = await mkdtemp(join(tmpdir(), 'train-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the plan', () => {
  it('takes sizes that leave no cut-off pooling window', () => {
    for (let step = 0; step < totalSteps(FULL_PLAN); step++) expect(batchOf(FULL_PLAN, step).size % 16).toBe(0);
    expect(() => batchOf(FULL_PLAN, totalSteps(FULL_PLAN))).toThrow(/beyond the plan/);
  });

  it('warms up to the peak and ends at a hundredth of it', () => {
    const { peakLearningRate: peak, warmupSteps } = FULL_PLAN;
    expect(learningRate(FULL_PLAN, 0)).toBeCloseTo(peak / warmupSteps, 12);
    expect(learningRate(FULL_PLAN, warmupSteps)).toBeCloseTo(peak, 12);
    expect(learningRate(FULL_PLAN, totalSteps(FULL_PLAN))).toBeCloseTo(peak / 100, 12);
  });
});

describe('batches', () => {
  it('hold every class once in each round, whatever the batch size', () => {
    const n = classNames.length;
    const labels = [0, 7, 14, 21, 28, 35, 42, 49, 56].flatMap((first) =>
      drawBatch({ series: 's', first, count: 7, size: 16 }).labels.slice(),
    );
    expect(new Set(labels.slice(0, n)).size).toBe(n);
    expect(new Set(labels.slice(n, 2 * n)).size).toBe(n);
  });

  it('of two series have no picture in common', () => {
    const pictures = (series: string) => drawBatch({ series, first: 0, count: 30, size: 16 }).images;
    expect(pictures('train/1')).not.toEqual(pictures('held-out/1'));
  });
});

describe('adamStep', () => {
  const start = () => ({ w: float32([1, 1, 1, 2], [1, -2]), b: float32([1], [3]) });
  const options = { learningRate: 0.1, weightDecay: 0, maxNorm: 100 };

  it('moves by the learning rate against the sign of the first gradient', () => {
    const parameters = start();
    const gradients = { w: Float32Array.of(4, -0.5), b: Float32Array.of(0) };
    const norm = adamStep(parameters, gradients, zeroMoments(parameters), 1, options);
    expect(norm).toBeCloseTo(Math.sqrt(16.25), 6);
    expect([...parameters.w.data]).toEqual([expect.closeTo(0.9, 6), expect.closeTo(-1.9, 6)]);
    expect(parameters.b.data[0]).toBe(3);
  });

  it('agrees with the formula on the second step', () => {
    const parameters = start();
    const moments = zeroMoments(parameters);
    for (const [i, g] of [2, -1].entries()) {
      adamStep(parameters, { w: Float32Array.of(g, 0), b: Float32Array.of(0) }, moments, i + 1, options);
    }
    const m = (0.9 * 0.1 * 2 - 0.1) / (1 - 0.9 ** 2);
    const v = (0.999 * 0.001 * 4 + 0.001) / (1 - 0.999 ** 2);
    expect(parameters.w.data[0]).toBeCloseTo(0.9 - (0.1 * m) / Math.sqrt(v), 5);
  });

  it('clips the norm over all parameters, and decays filters but not biases', () => {
    const parameters = start();
    const moments = zeroMoments(parameters);
    const gradients = { w: Float32Array.of(3, 0), b: Float32Array.of(4) };
    adamStep(parameters, gradients, moments, 1, { ...options, maxNorm: 1, learningRate: 0 });
    expect(moments.first.w![0]).toBeCloseTo(0.1 * (3 / 5), 6);
    const decayed = start();
    adamStep(decayed, { w: new Float32Array(2), b: new Float32Array(1) }, zeroMoments(decayed), 1, {
      ...options,
      weightDecay: 0.5,
    });
    expect(decayed.w.data[0]).toBeCloseTo(0.95, 6);
    expect(decayed.b.data[0]).toBe(3);
  });

  it('refuses a gradient that is not finite', () => {
    const parameters = start();
    const gradients = { w: Float32Array.of(Number.NaN, 0), b: new Float32Array(1) };
    expect(() => adamStep(parameters, gradients, zeroMoments(parameters), 1, options)).toThrow(/not finite/);
  });
});

describe('the network', () => {
  it('is the SqueezeNet of lib/models', () => {
    const parameters = initialParameters(classNames.length, 'test');
    const model = SqueezeNet.fromArrays(toTorchLayout(parameters), { classNames });
    const { X } = toTensors(drawBatch({ series: 's', first: 0, count: 3, size: 48 }));
    const tensors = Object.fromEntries(Object.entries(parameters).map(([name, array]) => [name, toTensor(array)]));
    const ours = tf.mean(tf.relu(scoreMaps(X, tensors)), [1, 2]).dataSync();
    const theirs = model.scores(X).dataSync();
    expect(ours.length).toBe(theirs.length);
    for (const [i, score] of ours.entries()) expect(Math.abs(score - theirs[i]!)).toBeLessThan(1e-4);
    model.dispose();
  });

  it('has the loss of the formula', () => {
    // One picture, one position, two classes: scores 2 and 0 after ReLU; the second map falls short of 1 by 4.
    const value = loss(tf.tensor4d([2, -3], [1, 1, 1, 2]), tf.tensor2d([[1, 0]]), {
      labelSmoothing: 0.2,
      floorPenalty: 0.5,
    });
    const [p0, p1] = [1 / (1 + Math.exp(-2)), 1 / (1 + Math.exp(2))];
    const expected = -0.9 * Math.log(p0) - 0.1 * Math.log(p1) + (0.5 * 16) / 2;
    expect(value.dataSync()[0]).toBeCloseTo(expected, 5);
  });

  it('has the gradient that finite differences give', () => {
    const parameters = initialParameters(classNames.length, 'test');
    const batch = drawBatch({ series: 's', first: 0, count: 4, size: 32 });
    const { gradients } = forwardBackward(parameters, batch, FULL_PLAN);
    for (const name of [
      'features.0.weight',
      'features.6.expand3x3.weight',
      'features.12.squeeze.bias',
      'classifier.1.bias',
    ]) {
      const data = parameters[name]!.data;
      const gradient = gradients[name]!;
      const largest = gradient.reduce((best, g, i) => (Math.abs(g) > Math.abs(gradient[best]!) ? i : best), 0);
      const at = (shift: number): number => {
        const before = data[largest]!;
        data[largest] = before + shift;
        const value = forwardBackward(parameters, batch, FULL_PLAN).loss;
        data[largest] = before;
        return value;
      };
      const h = 0.01;
      const numeric = (at(h) - at(-h)) / (2 * h);
      expect(Math.abs(numeric - gradient[largest]!), name).toBeLessThan(0.05 * Math.abs(gradient[largest]!) + 1e-4);
    }
  });
});

describe('a training run', () => {
  const plan: Plan = { ...FULL_PLAN, stages: [{ steps: 4, sizes: [32], batchAt112: 1 }], warmupSteps: 1 };
  const identity: RunIdentity = { seed: 't', plan: JSON.stringify(plan), pictures: 'p' };
  const options = (name: string, signal = new AbortController().signal) => ({
    plan,
    identity,
    engine,
    checkpointPath: join(folder, `${name}.safetensors`),
    report: () => {},
    signal,
  });

  it('stopped and continued ends with the same parameters as one that was not', async () => {
    const whole = newRun(initialParameters(classNames.length, 't'));
    expect(await run(whole, options('whole'))).toBe(true);

    const first = newRun(initialParameters(classNames.length, 't'));
    // As if Ctrl-C came during the second step.
    const stop = new AbortController();
    const signal = Object.defineProperty(stop.signal, 'aborted', { get: () => first.step >= 2 });
    expect(await run(first, options('parts', signal))).toBe(false);
    expect(first.step).toBe(2);
    const second = await loadCheckpoint(join(folder, 'parts.safetensors'), identity);
    expect(second!.step).toBe(first.step);
    expect(await run(second!, options('parts'))).toBe(true);

    expect(second!.picturesSeen).toBe(whole.picturesSeen);
    for (const [name, { data }] of Object.entries(whole.parameters)) {
      expect(second!.parameters[name]!.data, name).toEqual(data);
    }
  }, 120_000);

  it('is not continued with another seed, plan or drawings', async () => {
    const path = join(folder, 'other.safetensors');
    expect(await loadCheckpoint(path, identity)).toBeUndefined();
    await saveCheckpoint(path, identity, newRun(initialParameters(classNames.length, 't')));
    for (const key of ['seed', 'plan', 'pictures'] as const) {
      await expect(loadCheckpoint(path, { ...identity, [key]: 'other' })).rejects.toThrow(/--fresh/);
    }
  });
});
