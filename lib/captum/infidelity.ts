import * as tf from '@tensorflow/tfjs';
import { Random } from '../random.ts';
import { broadcastBaselines, formatBaselines } from './baselines.ts';
import { check } from './error.ts';
import { interleaveRows } from './expand.ts';
import { selectedScores } from './gradient.ts';
import { asForward, asTuple, isTuple, rowsOf } from './inputs.ts';
import { inSampleBatches, samplesAtOnce } from './sample_batches.ts';
import { formatTarget, interleaveTarget } from './target.ts';
import type { Baseline, Baselines, Inputs, ModelOrForward, Target } from './types.ts';

/**
 * An {@link infidelity} perturbation gets the inputs, all samples of an example together; their baselines, if any; and a seeded
 * generator. One tensor for one input, a list for a list.
 *
 * @returns the perturbations I and the perturbed inputs x − I (for attributions that include the input as a factor, I is 1
 *   where a value was replaced and 0 elsewhere)
 */
export type InfidelityPerturb = (
  inputs: Inputs,
  baselines: Baselines | undefined,
  random: Random,
) => readonly [Inputs, Inputs];

export interface InfidelityOptions {
  readonly baselines?: Baselines | undefined;
  readonly target?: Target | undefined;
  /** Perturbed samples of each example. Default 10. */
  readonly nPerturbSamples?: number | undefined;
  /** How many rows are perturbed at once, at most. Default all. */
  readonly maxExamplesPerBatch?: number | undefined;
  /** Scale each example's attributions to the best fit, so that a constant factor does not matter. Default false. */
  readonly normalize?: boolean | undefined;
  /** Seed of the perturbation's generator. Default 0. */
  readonly seed?: string | number | undefined;
}

/**
 * How badly attributions predict what a perturbation does to the score: for each example the mean over samples of
 * (Σ attributions·I − (F(x) − F(x − I)))². 0 is perfect.
 *
 * Yeh et al., On the (In)fidelity and Sensitivity of Explanations, 2019 (https://arxiv.org/abs/1901.09392), definition 2.1; with
 * `normalize` the attributions are first scaled by β = Σ a·b / Σ a² (a the predicted change, b the real one).
 *
 * ```ts
 * const perturb = (x, _, random) => {
 *   const noise = tf.tensor(normalArray(random, x.shape, 0, 0.003).data, x.shape);
 *   return [noise, x.sub(noise)];
 * };
 * const value = infidelity(model, perturb, X, attributions, { target: y }); // [N]
 * ```
 *
 * @param attributions one for each input, of its shape
 * @returns [N], which the caller disposes
 */
export function infidelity(
  model: ModelOrForward,
  perturb: InfidelityPerturb,
  inputs: Inputs,
  attributions: Inputs,
  { baselines, target, nPerturbSamples = 10, maxExamplesPerBatch, normalize = false, seed = 0 }: InfidelityOptions = {},
): tf.Tensor1D {
  const forward = asForward(model);
  const random = new Random(seed);
  const tuple = asTuple(inputs);
  const attributionTuple = asTuple(attributions);
  checkSameShapes(tuple, attributionTuple);
  const rows = rowsOf(tuple);

  const atOnce = samplesAtOnce(rows, nPerturbSamples, maxExamplesPerBatch);

  return tf.tidy(() => {
    const rowTarget = formatTarget(target, rows);
    const scores = selectedScores(forward, tuple, rowTarget).reshape([rows, 1]);
    const starts = baselines === undefined ? undefined : broadcastBaselines(baselines, tuple);

    const measure = (samples: number): tf.Tensor[] => {
      const expanded = tuple.map((x) => interleaveRows(x, samples));
      const expandedStarts = starts?.map((start, i) => expandBaseline(start, tuple[i]!, samples));
      const [perturbations, perturbed] = perturb(
        isTuple(inputs) ? expanded : expanded[0]!,
        isTuple(inputs) ? expandedStarts : expandedStarts?.[0],
        random,
      ).map(asTuple) as [readonly tf.Tensor[], readonly tf.Tensor[]];
      checkPerturbations(tuple, perturbations, perturbed);
      const scoresPerturbed = selectedScores(forward, perturbed, interleaveTarget(rowTarget, samples));
      const change = scores.sub(scoresPerturbed.reshape([rows, samples]));
      const predicted = tf.addN(
        attributionTuple.map((attribution, i) =>
          interleaveRows(attribution, samples).mul(perturbations[i]!).reshape([rows, samples, -1]).sum(2),
        ),
      );
      if (!normalize) return [predicted.sub(change).square().sum(1)];
      return [predicted.square().sum(1), predicted.mul(change).sum(1), change.square().sum(1)];
    };

    const sums = inSampleBatches(nPerturbSamples, atOnce, measure, (a, b) => a.add(b));
    if (!normalize) return sums[0]!.div(nPerturbSamples) as tf.Tensor1D;
    const [aa, ab, bb] = sums as [tf.Tensor, tf.Tensor, tf.Tensor];
    const beta = safeDivide(ab, aa);
    // Σ (βa − b)², expanded, since the samples themselves are gone.
    return beta.square().mul(aa).sub(beta.mul(ab).mul(2)).add(bb).div(nPerturbSamples) as tf.Tensor1D;
  });
}

/**
 * Lets a perturbation return the perturbed inputs alone: I is the difference x − x', divided by x − baseline (1 where that is
 * 0) with `multiplyByInputs`.
 *
 * @param multiplyByInputs whether the attributions include the input as a factor, as {@link IntegratedGradients}' do and
 *   {@link Saliency}'s do not
 */
export function infidelityPerturbFuncDecorator(
  multiplyByInputs = true,
): (perturb: (inputs: Inputs, baselines: Baselines | undefined, random: Random) => Inputs) => InfidelityPerturb {
  return (perturb) => (inputs, baselines, random) => {
    const perturbed = perturb(inputs, baselines, random);
    const tuple = asTuple(inputs);
    const starts = formatBaselines(baselines, tuple);
    const perturbations = asTuple(perturbed).map((x, i) => {
      const taken = tuple[i]!.sub(x);
      return multiplyByInputs ? safeDivide(taken, tuple[i]!.sub(starts[i]!)) : taken;
    });
    return [isTuple(inputs) ? perturbations : perturbations[0]!, perturbed];
  };
}

/** The quotient; the numerator where the denominator is 0. */
function safeDivide(numerator: tf.Tensor, denominator: tf.Tensor): tf.Tensor {
  return numerator.div(tf.where(denominator.equal(0), tf.onesLike(denominator), denominator));
}

function expandBaseline(baseline: Baseline, input: tf.Tensor, samples: number): Baseline {
  if (typeof baseline === 'number') return baseline;
  return baseline.shape[0] === input.shape[0] && baseline.shape[0]! > 1 ? interleaveRows(baseline, samples) : baseline;
}

function checkSameShapes(inputs: readonly tf.Tensor[], attributions: readonly tf.Tensor[]): void {
  check(
    inputs.length === attributions.length,
    'The number of tensors in the inputs and attributions must match. ' +
      `Found number of tensors in the inputs is: ${inputs.length} and in the attributions: ${attributions.length}`,
  );
  for (const [i, x] of inputs.entries()) {
    const { shape } = attributions[i]!;
    check(
      tf.util.arraysEqual(x.shape, shape),
      "Inputs and attributions must have matching shapes. One of the input tensor's shape is " +
        `[${x.shape}] and the attribution tensor's shape is: [${shape}]`,
    );
  }
}

function checkPerturbations(
  inputs: readonly tf.Tensor[],
  perturbations: readonly tf.Tensor[],
  perturbed: readonly tf.Tensor[],
): void {
  check(
    perturbations.length === inputs.length && perturbed.length === inputs.length,
    'The number of perturbed inputs and corresponding perturbations must have the same number of elements. ' +
      `Found number of inputs is: ${inputs.length} and perturbations: ${perturbations.length}`,
  );
  for (const [i, x] of perturbed.entries()) {
    const { shape } = perturbations[i]!;
    check(
      tf.util.arraysEqual(x.shape, shape),
      'Perturbed input and corresponding perturbation must have the same shape and dimensionality. ' +
        `Found perturbation shape is: [${shape}] and the input shape is: [${x.shape}]`,
    );
  }
}
