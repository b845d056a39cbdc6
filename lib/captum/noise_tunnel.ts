import * as tf from '@tensorflow/tfjs';
import { Random } from '../random.ts';
import { check } from './error.ts';
import { expandOptions, type RowOptions } from './expand_options.ts';
import { asTuple, isTuple } from './inputs.ts';
import { inSampleBatches } from './sample_batches.ts';
import type { AttributionMethod, Inputs } from './types.ts';

const NOISE_TYPES = ['smoothgrad', 'smoothgrad_sq', 'vargrad'] as const;

export interface NoiseTunnelOptions {
  /** The mean a, the mean of a², or a²'s mean − (a's mean)² over the noisy samples. Default 'smoothgrad'. */
  readonly ntType?: (typeof NOISE_TYPES)[number] | undefined;
  /** Noisy samples of each example; the example itself is not one of them. Default 5. */
  readonly ntSamples?: number | undefined;
  /** How many samples are attributed at once. Default all; does not change the result. */
  readonly ntSamplesBatchSize?: number | undefined;
  /** Standard deviation of the noise, one for all inputs or one for each. Default 1. */
  readonly stdevs?: number | readonly number[] | undefined;
  /** Draw each sample's baseline from the rows of `baselines`. Default false. */
  readonly drawBaselineFromDistrib?: boolean | undefined;
  /** Default 0. */
  readonly seed?: string | number | undefined;
}

/** The tunnel's options and those of the wrapped method. */
type AllOptions<O> = NoiseTunnelOptions & Omit<O, 'returnConvergenceDelta'>;

/**
 * Any attribution method, on samples of the input with Gaussian noise.
 *
 * SmoothGrad: Smilkov et al., 2017 (https://arxiv.org/abs/1706.03825). SmoothGrad², VarGrad: Hooker et al., 2018
 * (https://arxiv.org/abs/1806.10758); Adebayo et al., 2018 (https://arxiv.org/abs/1810.03307). As in Captum the variance is
 * divided by the number of samples. Where it departs from Captum: noise is seeded, so the same call gives the same result; and
 * `stdevs` may be a whole number, since JavaScript has only one number type.
 *
 * ```ts
 * const tunnel = new NoiseTunnel(new Saliency(model));
 * const map = tunnel.attribute(X, { target: y, ntSamples: 20, stdevs: 0.15, seed: 'a' }); // X [N,H,W,3] → [N,H,W,3]
 * ```
 */
export class NoiseTunnel<O> {
  readonly hasConvergenceDelta: boolean;

  constructor(private readonly method: AttributionMethod<O>) {
    this.hasConvergenceDelta = method.hasConvergenceDelta;
  }

  /**
   * @param options the tunnel's own and those of the wrapped method
   * @returns what the wrapped method returns; delta has one entry for each sample, N · ntSamples, an example's samples together
   *   (within each batch of samples)
   */
  attribute<I extends Inputs>(
    inputs: I,
    options: AllOptions<O> & { readonly returnConvergenceDelta: true },
  ): [I, tf.Tensor1D];
  attribute<I extends Inputs>(
    inputs: I,
    options?: AllOptions<O> & { readonly returnConvergenceDelta?: false | undefined },
  ): I;
  attribute(
    inputs: Inputs,
    options: NoiseTunnelOptions & RowOptions & { readonly returnConvergenceDelta?: boolean | undefined } = {},
  ): Inputs | [Inputs, tf.Tensor1D] {
    const {
      ntType = 'smoothgrad',
      ntSamples = 5,
      ntSamplesBatchSize = ntSamples,
      stdevs = 1,
      drawBaselineFromDistrib = false,
      seed = 0,
      ...methodOptions
    } = options;
    check(
      NOISE_TYPES.includes(ntType),
      `Noise types must be either \`smoothgrad\`, \`smoothgrad_sq\` or \`vargrad\`. Given ${ntType}`,
    );
    for (const [name, value] of Object.entries({ ntSamples, ntSamplesBatchSize })) {
      check(Number.isInteger(value) && value > 0, `${name} must be an integer and at least 1. Given: ${value}`);
    }
    const tuple = asTuple(inputs);
    const deviations = deviationsFor(stdevs, tuple.length);
    const withDelta = this.hasConvergenceDelta && methodOptions.returnConvergenceDelta === true;
    const noise = new Random(seed);
    // A separate generator, so that the noise does not depend on the batch size.
    const draws = new Random(`${seed}, baselines`);

    return tf.tidy(() => {
      let isList = false;
      const measure = (samples: number): tf.Tensor[] => {
        const noisy = addNoise(tuple, deviations, samples, noise);
        const rowOptions = expandOptions(methodOptions, tuple, samples, drawBaselineFromDistrib ? draws : undefined);
        const result = this.attributeRows(isTuple(inputs) ? noisy : noisy[0]!, rowOptions);
        const [attributions, delta] = (withDelta ? result : [result]) as [Inputs, tf.Tensor1D?];
        isList = isTuple(attributions);
        const bySample = asTuple(attributions).map((x) =>
          x.reshape([x.shape[0]! / samples, samples, ...x.shape.slice(1)]),
        );
        const sums = bySample.map((x) => x.sum(1));
        const squares = bySample.map((x) => x.square().sum(1));
        return [...(delta ? [delta] : []), ...sums, ...squares];
      };
      const results = inSampleBatches(ntSamples, ntSamplesBatchSize, measure, (before, result, i) =>
        withDelta && i === 0 ? before.concat(result) : before.add(result),
      );
      const means = results.slice(withDelta ? 1 : 0).map((sum) => sum.div(ntSamples));
      const count = means.length / 2;
      const attributions = Array.from({ length: count }, (_, i) => combine(ntType, means[i]!, means[count + i]!));
      const result: Inputs = isList ? attributions : attributions[0]!;
      return (withDelta ? [result, results[0]!] : result) as tf.TensorContainer;
    }) as Inputs | [Inputs, tf.Tensor1D];
  }

  /** The wrapped method's own types were checked at the call; here only its rows matter. */
  private attributeRows(noisy: Inputs, options: RowOptions): unknown {
    return (this.method as unknown as { attribute(inputs: Inputs, options: RowOptions): unknown }).attribute(
      noisy,
      options,
    );
  }
}

function combine(type: (typeof NOISE_TYPES)[number], mean: tf.Tensor, meanSquare: tf.Tensor): tf.Tensor {
  if (type === 'smoothgrad') return mean;
  return type === 'smoothgrad_sq' ? meanSquare : meanSquare.sub(mean.square());
}

function deviationsFor(stdevs: number | readonly number[], inputs: number): readonly number[] {
  const each = typeof stdevs === 'number' ? new Array<number>(inputs).fill(stdevs) : stdevs;
  check(Array.isArray(each), () => `stdevs must be type float. Given: ${typeof stdevs}`);
  check(
    each.length === inputs,
    () => `The number of input tensors in ${inputs} must be equal to the number of stdevs values ${each.length}`,
  );
  check(
    each.every((stdev) => Number.isFinite(stdev) && stdev >= 0),
    `stdevs must be type float, finite and at least 0. Given: ${stdevs}`,
  );
  return each;
}

/** Row-major. The noise is drawn sample by sample, so that it does not depend on the batch size. */
function addNoise(
  inputs: readonly tf.Tensor[],
  deviations: readonly number[],
  samples: number,
  random: Random,
): tf.Tensor[] {
  const drawn = Array.from({ length: samples }, () =>
    inputs.map((x, i) => {
      const noise = Float32Array.from({ length: x.size }, () => random.normal(0, deviations[i]));
      return x.add(tf.tensor(noise, x.shape));
    }),
  );
  return inputs.map((x, i) =>
    tf
      .stack(
        drawn.map((sample) => sample[i]!),
        1,
      )
      .reshape([x.shape[0]! * samples, ...x.shape.slice(1)]),
  );
}
