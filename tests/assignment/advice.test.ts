import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { accepted } from '../../assignment/accepted/index.ts';
import { adviceOn } from '../../assignment/checks/advice.ts';
import { subjects } from '../../assignment/checks/subjects.ts';
import { openTarget } from '../../harness/runner/target.ts';
import { initEngine } from '../../lib/engine/index.ts';

beforeAll(async () => {
  await initEngine({ quiet: true });
});

const messages = async (...args: Parameters<typeof adviceOn>) =>
  (await adviceOn(...args)).map(({ message }) => message);

describe('on the reference', () => {
  it.each(Object.values(subjects).map((subject) => [subject.name, subject] as const))(
    '%s: none',
    async (_, subject) => {
      const reference = await openTarget('reference');
      const tensors = tf.memory().numTensors;
      expect(await messages(subject, await reference.load(subject.module))).toEqual([]);
      expect(tf.memory().numTensors).toBe(tensors);
    },
  );
});

it('says nothing about a function that is not done', async () => {
  const skeleton = await openTarget('skeleton');
  expect(await messages(subjects.tvLoss, await skeleton.load(subjects.tvLoss.module))).toEqual([]);
});

it('sees a loop over images', async () => {
  const loop = accepted.find(({ id }) => id === 'saliency.imageByImage')!;
  expect(await messages(loop.subject, loop.exports)).toEqual([expect.stringContaining('number of images')]);
});

const tvLoss = (forward: (img: tf.Tensor4D) => tf.Tensor) =>
  messages(subjects.tvLoss, {
    TotalVariationLoss: class {
      forward = forward;
    },
  });

it('sees a loop over rows', async () => {
  const byRows = (img: tf.Tensor4D) => tf.addN(tf.unstack(img, 1).map((row) => row.square().sum()));
  expect(await tvLoss(byRows)).toEqual([expect.stringContaining('number of pixels')]);
});

it('sees an input that was disposed of', async () => {
  const disposes = (img: tf.Tensor4D) => {
    const sum = img.sum();
    img.dispose();
    return sum;
  };
  expect(await tvLoss(disposes)).toEqual([expect.stringContaining('disposed of')]);
});

it('sees values that were changed in place', async () => {
  const backend = tf.getBackend();
  // Only there is the array behind a tensor the tensor's own; elsewhere students get a copy.
  await tf.setBackend('cpu');
  const changes = (img: tf.Tensor4D) => {
    img.dataSync()[0] = 100;
    return img.sum();
  };
  expect(await tvLoss(changes)).toEqual([expect.stringContaining('only read them')]);
  await tf.setBackend(backend);
});

it('sees another backend, which is then put back', async () => {
  const backend = tf.getBackend();
  const switches = (img: tf.Tensor4D) => {
    tf.setBackend('cpu');
    return img.sum();
  };
  const seen = await tvLoss(switches);
  expect(tf.getBackend()).toBe(backend);
  expect(seen).toEqual([expect.stringContaining('backend was changed')]);
});
