/** Replaces features by their baselines, one at a time: shared by feature ablation and occlusion. */
import * as tf from '@tensorflow/tfjs';
import { check } from './error.ts';
import { repeatRows } from './expand.ts';
import { selectedScores } from './gradient.ts';
import { rowsOf } from './inputs.ts';
import { type RowTarget, repeatTarget } from './target.ts';
import type { Baseline, Forward } from './types.ts';

/** The features of one input. */
export interface Features {
  readonly count: number;
  /** 1 where the input belongs to feature j, else 0; float32, the input's shape or with first axis 1. */
  mask(j: number): tf.Tensor;
}

export interface AblationOptions {
  readonly target: RowTarget;
  readonly baselines: readonly Baseline[];
  /** How many features are replaced per evaluation, each in its own copy of the rows. */
  readonly perturbationsPerEval: number;
  /** Where features overlap, take the mean over those at a position instead of the sum. */
  readonly meanOfOverlaps: boolean;
}

/**
 * F(x) − F(x with the feature at its baseline), written to every position of the feature.
 *
 * @param features the features of each input
 * @returns for each input a tensor of its shape, with first axis 1 if the function gives one value for the whole batch
 */
export function ablate(
  forward: Forward,
  inputs: readonly tf.Tensor[],
  features: readonly Features[],
  { target, baselines, perturbationsPerEval, meanOfOverlaps }: AblationOptions,
): tf.Tensor[] {
  const rows = rowsOf(inputs);
  check(
    Number.isInteger(perturbationsPerEval) && perturbationsPerEval >= 1,
    'Perturbations per evaluation must be an integer and at least 1.',
  );
  const initial = selectedScores(forward, inputs, target);
  const outputs = initial.size;
  const isAggregate = initial.rank === 0 || (rows > 1 && outputs === 1);
  check(isAggregate || outputs === rows, 'Target should identify a single element in the model output.');
  check(
    !isAggregate || perturbationsPerEval === 1,
    'Cannot have perturbations_per_eval > 1 when function returns scalar. Leave out perturbationsPerEval.',
  );

  return inputs.map((x, i) => {
    const { count, mask } = features[i]!;
    const shape = [outputs, ...x.shape.slice(1)];
    let total: tf.Tensor = tf.zeros(shape);
    let weight: tf.Tensor = tf.zeros(shape);
    for (let start = 0; start < count; start += perturbationsPerEval) {
      const size = Math.min(perturbationsPerEval, count - start);
      const sums = tf.tidy(() => {
        const masks = Array.from({ length: size }, (_, j) => mask(start + j));
        check(
          !isAggregate || masks.every((m) => m.rank < x.rank || m.shape[0] === 1),
          'Cannot provide different masks for each example when function returns a scalar.',
        );
        const replaced = masks.map((m) => x.mul(tf.sub(1, m)).add(m.mul(baselines[i]!)));
        const ablated = inputs.map((other, k) => (k === i ? tf.concat(replaced) : repeatRows(other, size)));
        const scores = selectedScores(forward, ablated, repeatTarget(target, size));
        check(
          scores.size === size * outputs,
          `When perturbations_per_eval > 1, forward_func's output should be a tensor whose 1st dim grow with the input batch size: when input batch size is ${rows}, the output shape is [${initial.shape}]; when input batch size is ${rows * size}, the output shape is [${scores.shape}]`,
        );
        const changes = initial.reshape([1, outputs]).sub(scores.reshape([size, outputs]));
        const perFeature = changes.reshape([size, outputs, ...x.shape.slice(1).map(() => 1)]).unstack();
        return {
          total: tf.addN(
            [total, ...masks.map((m, j) => perFeature[j]!.mul(m))].map((term) => tf.broadcastTo(term, shape)),
          ),
          weight: masks.reduce((sum, m) => sum.add(m), weight),
        };
      });
      tf.dispose([total, weight]);
      ({ total, weight } = sums);
    }
    return meanOfOverlaps ? total.div(weight) : total;
  });
}
