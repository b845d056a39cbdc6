import { normalArray } from '#lib/tensor/array.ts';
import { type Check, defineCheck } from '../../../harness/check.ts';
import { softmaxSubject } from '../subjects.ts';

export const hiddenChecks: readonly Check[] = [
  defineCheck({
    subject: softmaxSubject,
    id: 'softmax.value.large',
    kind: 'value',
    title: 'scores in the hundreds',
    points: 2,
    tolerance: 1e-4,
    visibility: 'hidden',
    inputs: (random) => ({ scores: normalArray(random, [2, 4], 300) }),
    answer: (exports, { scores }) => ({ probabilities: new exports.CrossEntropy().softmax(scores) }),
  }),
];
