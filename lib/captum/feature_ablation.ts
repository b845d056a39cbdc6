import * as tf from '@tensorflow/tfjs';
import { ablate, type Features } from './ablation.ts';
import { broadcastBaselines } from './baselines.ts';
import { check } from './error.ts';
import { asForward, asTuple, broadcastsTo, likeInputs, rowsOf } from './inputs.ts';
import { formatTarget } from './target.ts';
import type { Baselines, Forward, Inputs, ModelOrForward, Target } from './types.ts';

export interface FeatureAblationOptions {
  /** What a feature is replaced by: a number, or a tensor that broadcasts to the input. Default 0. */
  readonly baselines?: Baselines | undefined;
  readonly target?: Target | undefined;
  /** For each input, the feature number of each value: [1,...], or a mask for each row. Default: each value is a feature. */
  readonly featureMask?: Inputs | undefined;
  /** How many features are replaced per evaluation. Default 1. */
  readonly perturbationsPerEval?: number | undefined;
}

/**
 * How much each example's score falls when a feature is replaced by its baseline.
 *
 * As in Captum, the function may also give one value for the whole batch if `perturbationsPerEval` is 1.
 *
 * ```ts
 * const featureMask = ...; // [1,H,W,1], int32: the number of each pixel's segment
 * const map = new FeatureAblation(model).attribute(X, { target: y, featureMask: featureMask.tile([1, 1, 1, 3]) });
 * ```
 */
export class FeatureAblation {
  readonly hasConvergenceDelta = false;
  private readonly forward: Forward;

  constructor(model: ModelOrForward) {
    this.forward = asForward(model);
  }

  /** @returns for each input a tensor of its shape, which the caller disposes */
  attribute<I extends Inputs>(
    inputs: I,
    { baselines, target, featureMask, perturbationsPerEval = 1 }: FeatureAblationOptions = {},
  ): I {
    return likeInputs(inputs, (tuple) => {
      const masks = featureMask === undefined ? tuple.map(eachValue) : asTuple(featureMask);
      check(
        masks.length === tuple.length,
        `A feature mask for each of ${tuple.length} inputs was expected, got ${masks.length}.`,
      );
      return ablate(
        this.forward,
        tuple,
        masks.map((mask, i) => numberedFeatures(mask, tuple[i]!)),
        {
          baselines: broadcastBaselines(baselines, tuple),
          target: formatTarget(target, rowsOf(tuple)),
          perturbationsPerEval,
          meanOfOverlaps: false,
        },
      );
    });
  }
}

function eachValue(x: tf.Tensor): tf.Tensor {
  const axes = x.shape.slice(1);
  return tf.range(0, x.size / x.shape[0]!, 1, 'int32').reshape([1, ...axes]);
}

/** Only numbers that occur: ablating a feature without values changes nothing. */
function numberedFeatures(mask: tf.Tensor, input: tf.Tensor): Features {
  check(
    broadcastsTo(mask.shape, input.shape),
    `A feature mask must have the shape of its input [${input.shape}], or that with first axis 1. Got [${mask.shape}].`,
  );
  const numbers = [...new Set(mask.dataSync() as ArrayLike<number> & Iterable<number>)].sort((a, b) => a - b);
  const wrong = numbers.find((number) => !Number.isInteger(number));
  check(wrong === undefined, `A feature mask must hold whole numbers, one for each feature. Got ${wrong}.`);
  return {
    count: numbers.length,
    mask: (j) => tf.equal(mask, tf.scalar(numbers[j]!, mask.dtype as 'int32')).toFloat(),
  };
}
