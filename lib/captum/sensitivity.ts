import * as tf from '@tensorflow/tfjs';
import { Random } from '../random.ts';
import { check } from './error.ts';
import { interleaveRows } from './expand.ts';
import { expandOptions, type RowOptions } from './expand_options.ts';
import { asTuple, isTuple, rowsOf } from './inputs.ts';
import { inSampleBatches, samplesAtOnce } from './sample_batches.ts';
import type { Inputs } from './types.ts';

/** From the inputs to attributions with as many rows. */
export type Explanation<O extends RowOptions> = (inputs: Inputs, options: O) => Inputs;

/** The inputs, all samples of an example together, → perturbed inputs of the same shapes. */
export type SensitivityPerturb = (inputs: Inputs, perturbRadius: number, random: Random) => Inputs;

export interface SensitivityOptions {
  /** Default {@link defaultPerturbFunc}. */
  readonly perturbFunc?: SensitivityPerturb | undefined;
  /** Default 0.02. */
  readonly perturbRadius?: number | undefined;
  /** Perturbed samples of each example. Default 10. */
  readonly nPerturbSamples?: number | undefined;
  /** 'fro' (the square root of the sum of squares), or the p of a p-norm; Infinity too. Default 'fro'. */
  readonly normOrd?: 'fro' | number | undefined;
  /** How many rows are perturbed at once, at most. Default all. */
  readonly maxExamplesPerBatch?: number | undefined;
  /** Default 0. */
  readonly seed?: string | number | undefined;
}

/** A uniformly random point of the cube of side 2·radius around the input. */
export const defaultPerturbFunc: SensitivityPerturb = (inputs, perturbRadius, random) => {
  const perturb = (x: tf.Tensor) => {
    const noise = Float32Array.from({ length: x.size }, () => random.uniform(-perturbRadius, perturbRadius));
    return x.add(tf.tensor(noise, x.shape));
  };
  return isTuple(inputs) ? inputs.map(perturb) : perturb(inputs as tf.Tensor);
};

/**
 * How much an explanation changes when the input is slightly perturbed: for each example the largest ‖E(x) − E(x')‖ / ‖E(x)‖
 * over samples x' (the denominator is 1 if it is 0). 0 is perfectly stable.
 *
 * Yeh et al., On the (In)fidelity and Sensitivity of Explanations, 2019 (https://arxiv.org/abs/1901.09392), definition 3.1,
 * with Captum's division by the norm of the explanation.
 *
 * ```ts
 * const saliency = new Saliency(model);
 * const value = sensitivityMax((x, options) => saliency.attribute(x, options), X, { target: y }); // [N]
 * ```
 *
 * @param explanation is called with the options that are not this function's own; those with one entry per row are repeated for
 * every sample
 * @returns [N], which the caller disposes
 */
export function sensitivityMax<O extends RowOptions>(
  explanation: Explanation<O>,
  inputs: Inputs,
  options: SensitivityOptions & O = {} as SensitivityOptions & O,
): tf.Tensor1D {
  const {
    perturbFunc = defaultPerturbFunc,
    perturbRadius = 0.02,
    nPerturbSamples = 10,
    normOrd = 'fro',
    maxExamplesPerBatch,
    seed = 0,
    ...explanationOptions
  } = options;
  check(
    Number.isFinite(perturbRadius) && perturbRadius >= 0,
    () => `perturbRadius must be a finite number, at least 0. Given: ${perturbRadius}`,
  );
  check(
    normOrd === 'fro' || (typeof normOrd === 'number' && !Number.isNaN(normOrd)),
    () => `normOrd must be 'fro' or a number. Given: ${normOrd}`,
  );
  const tuple = asTuple(inputs);
  const rows = rowsOf(tuple);
  const random = new Random(seed);

  const atOnce = samplesAtOnce(rows, nPerturbSamples, maxExamplesPerBatch);

  return tf.tidy(() => {
    const original = flatRows(explanation(inputs, explanationOptions as unknown as O));
    const norms = rowNorms(original, normOrd);
    const scale = tf.where(norms.equal(0), tf.onesLike(norms), norms).reshape([rows, 1]);

    const measure = (samples: number): tf.Tensor[] => {
      const expanded = tuple.map((x) => interleaveRows(x, samples));
      const perturbed = perturbFunc(isTuple(inputs) ? expanded : expanded[0]!, perturbRadius, random);
      const sampleOptions = expandOptions(explanationOptions, tuple, samples) as unknown as O;
      const difference = interleaveRows(original, samples).sub(flatRows(explanation(perturbed, sampleOptions)));
      return [rowNorms(difference, normOrd).reshape([rows, samples]).div(scale).max(1)];
    };

    const [largest] = inSampleBatches(nPerturbSamples, atOnce, measure, (a, b) => tf.maximum(a, b));
    return largest as tf.Tensor1D;
  });
}

/** All attributions of an example in one row. */
function flatRows(attributions: Inputs): tf.Tensor2D {
  return tf.concat(
    asTuple(attributions).map((x) => x.reshape([x.shape[0]!, -1])),
    1,
  ) as tf.Tensor2D;
}

function rowNorms(x: tf.Tensor, order: 'fro' | number): tf.Tensor {
  const magnitudes = x.abs();
  switch (order) {
    case 'fro':
    case 2:
      return x.square().sum(1).sqrt();
    case Number.POSITIVE_INFINITY:
      return magnitudes.max(1);
    case Number.NEGATIVE_INFINITY:
      return magnitudes.min(1);
    case 0:
      return magnitudes.notEqual(0).toFloat().sum(1);
    default:
      return magnitudes
        .pow(order)
        .sum(1)
        .pow(1 / order);
  }
}
