/** Expands options with one entry per row, for inputs whose rows were repeated. */
import * as tf from '@tensorflow/tfjs';
import type { Random } from '../random.ts';
import { formatBaselines, validBaselines } from './baselines.ts';
import { check } from './error.ts';
import { interleaveRows } from './expand.ts';
import { isTuple, rowsOf } from './inputs.ts';
import { formatTarget, interleaveTarget } from './target.ts';
import type { Baseline, Baselines, Inputs, Target } from './types.ts';

/** The options of an attribution method that may have one entry per row. */
export interface RowOptions {
  readonly target?: Target | undefined;
  readonly baselines?: Baselines | undefined;
  readonly featureMask?: Inputs | undefined;
}

/**
 * Repeats options with one entry per row for each sample of the row.
 *
 * @param draws if given, draws each sample's baseline from the rows of `baselines`
 */
export function expandOptions<O extends RowOptions>(
  options: O,
  inputs: readonly tf.Tensor[],
  samples: number,
  draws?: Random,
): O {
  const rows = rowsOf(inputs);
  const { target, baselines, featureMask } = options;
  const rowTarget = interleaveTarget(formatTarget(target, rows), samples);
  const expandMask = (mask: tf.Tensor) => (mask.shape[0]! > 1 ? interleaveRows(mask, samples) : mask);
  return {
    ...options,
    ...(rowTarget && { target: rowTarget }),
    ...(baselines !== undefined && {
      baselines: draws
        ? drawnBaselines(formatBaselines(baselines, inputs), inputs, rows * samples, draws)
        : validBaselines(baselines, inputs).map((baseline) =>
            typeof baseline !== 'number' && baseline.shape[0]! > 1 ? interleaveRows(baseline, samples) : baseline,
          ),
    }),
    ...(featureMask && {
      featureMask: isTuple(featureMask) ? featureMask.map(expandMask) : expandMask(featureMask as tf.Tensor),
    }),
  };
}

function drawnBaselines(
  baselines: readonly Baseline[],
  inputs: readonly tf.Tensor[],
  rows: number,
  random: Random,
): Baseline[] {
  return baselines.map((baseline, i) => {
    if (typeof baseline === 'number') return baseline;
    const [references = 0, ...axes] = baseline.shape;
    const { shape } = inputs[i]!;
    check(
      references > 0 && axes.length === shape.length - 1 && axes.every((n, axis) => n === shape[axis + 1]),
      'The samples in input and baseline batches must have the same shape or the baseline corresponding to the input tensor must ' +
        `be a scalar. Found baseline: [${baseline.shape}] and input: [${shape}]`,
    );
    return tf.gather(
      baseline,
      Array.from({ length: rows }, () => random.int(references)),
    );
  });
}
