/** Properties of functions that treat every image of a batch independently. */
import type * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import type { Answers, CheckContext, Exports } from '../../harness/check.ts';
import { allEqualTo, permutes } from '../../harness/expectations.ts';
import { toyTwins } from './toy/images.ts';
import { toyModel } from './toy/network.ts';

/** One answer for each image X [N,H,W,3] and label y [N]: [N,...]. */
type Explain = (exports: Exports, X: tf.Tensor, y: tf.Tensor, model: Model, context: CheckContext) => tf.Tensor;

interface Batch {
  readonly X: tf.Tensor;
  readonly y: tf.Tensor;
}

interface Property {
  readonly answer: (ask: (X: tf.Tensor, y: tf.Tensor) => tf.Tensor, batch: Batch) => Record<string, tf.Tensor>;
  readonly expected: (answers: Answers) => Answers;
}

const onToyNetwork = (explain: Explain, { answer, expected }: Property) => ({
  usesModel: false,
  kind: 'property' as const,
  inputs: toyTwins(5),
  answer: (exports: Exports, { X, y, weights }: Batch & { weights: tf.Tensor[] }, context: CheckContext) => {
    const model = toyModel(weights);
    return answer((X, y) => explain(exports, X, y, model, context), { X, y });
  },
  expected,
});

/** An image gets the same answer alone and in a batch. */
export const aloneAndAmongOthers = (explain: Explain) =>
  onToyNetwork(explain, {
    answer: (ask, { X, y }) => ({
      alone: ask(X.slice([1], [1]), y.slice([1], [1])),
      'among others': ask(X, y).slice([1], [1]),
    }),
    expected: allEqualTo('alone'),
  });

/** Permuting the images permutes the answers. */
export const inAnotherOrder = (explain: Explain, order: number[]) =>
  onToyNetwork(explain, {
    answer: (ask, { X, y }) => ({ straight: ask(X, y), permuted: ask(X.gather(order), y.gather(order)) }),
    expected: permutes(order),
  });
