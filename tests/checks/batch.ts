/** Properties of functions that answer for every image of a batch by itself. */
import type * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import type { CheckContext, Exports } from './check.ts';
import { allEqualTo, permutes } from './expectations.ts';
import { toyTwins } from './toy/images.ts';
import { toyModel } from './toy/network.ts';

/** One answer for each image X [N,H,W,3] and label y [N]: [N,...]. */
type Explain = (exports: Exports, X: tf.Tensor, y: tf.Tensor, model: Model, context: CheckContext) => tf.Tensor;

interface Batch {
  readonly X: tf.Tensor;
  readonly y: tf.Tensor;
  readonly weights: tf.Tensor[];
}

/** An image gets the same answer alone and among others. */
export const aloneAndAmongOthers = (explain: Explain) => ({
  usesModel: false,
  kind: 'property' as const,
  inputs: toyTwins(3),
  answer: (exports: Exports, { X, y, weights }: Batch, context: CheckContext) => {
    const model = toyModel(weights);
    return {
      alone: explain(exports, X.slice([1], [1]), y.slice([1], [1]), model, context),
      'among others': explain(exports, X, y, model, context).slice([1], [1]),
    };
  },
  expected: allEqualTo('alone'),
});

/** Images in another order give the same answers in that order. */
export const inAnotherOrder = (explain: Explain, order: number[]) => ({
  usesModel: false,
  kind: 'property' as const,
  inputs: toyTwins(3),
  answer: (exports: Exports, { X, y, weights }: Batch, context: CheckContext) => {
    const model = toyModel(weights);
    return {
      straight: explain(exports, X, y, model, context),
      permuted: explain(exports, X.gather(order), y.gather(order), model, context),
    };
  },
  expected: permutes(order),
});
