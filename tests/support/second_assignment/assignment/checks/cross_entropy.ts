import type * as tf from '@tensorflow/tfjs';
import type { Random } from '#lib/random.ts';
import { int32, normalArray } from '#lib/tensor/array.ts';
import { defineCheck } from '../../harness/check.ts';
import { lossSubject, softmaxSubject } from './subjects.ts';

const common = { kind: 'value', tolerance: 1e-4, visibility: 'visible' } as const;
const scoresOf = (N: number, C: number) => (random: Random) => ({ scores: normalArray(random, [N, C]) });

export const crossEntropyChecks = [
  defineCheck({
    ...common,
    subject: softmaxSubject,
    id: 'softmax.value',
    title: 'three rows of five scores',
    points: 4,
    inputs: scoresOf(3, 5),
    answer: (exports, { scores }) => ({ probabilities: new exports.CrossEntropy().softmax(scores) }),
  }),
  defineCheck({
    ...common,
    subject: lossSubject,
    id: 'crossEntropy.value',
    title: 'the mean loss of four rows',
    points: 6,
    inputs: (random) => ({
      scores: normalArray(random, [4, 6]),
      y: int32(
        [4],
        Array.from({ length: 4 }, () => random.int(6)),
      ),
    }),
    answer: (exports, { scores, y }, { dependencies }) => {
      const loss = new exports.CrossEntropy();
      if (dependencies) loss.softmax = dependencies.softmax as (scores: tf.Tensor2D) => tf.Tensor2D;
      return { loss: loss.forward(scores, y) };
    },
  }),
];
