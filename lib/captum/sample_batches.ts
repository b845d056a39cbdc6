/** Processes many samples of each example in batches. */
import * as tf from '@tensorflow/tfjs';
import { check } from './error.ts';

/**
 * Runs `measure` on batches that together have `samples` samples of each example, and joins what they return.
 *
 * @param atOnce how many samples of each example a batch has; the last may have fewer
 * @param join combines the i-th tensor of the batches so far with that of the next one
 */
export function inSampleBatches(
  samples: number,
  atOnce: number,
  measure: (samples: number) => tf.Tensor[],
  join: (before: tf.Tensor, next: tf.Tensor, i: number) => tf.Tensor,
): tf.Tensor[] {
  return tf.tidy(() => {
    let totals: tf.Tensor[] | undefined;
    for (let done = 0; done < samples; done += atOnce) {
      const before = totals;
      totals = tf.tidy(() => {
        const results = measure(Math.min(atOnce, samples - done));
        return before ? results.map((result, i) => join(before[i]!, result, i)) : results;
      });
      tf.dispose(before ?? []);
    }
    return totals!;
  });
}

/** How many samples of each example fit in a metric's batch of at most `maxExamplesPerBatch` rows. */
export function samplesAtOnce(rows: number, samples: number, maxExamplesPerBatch: number | undefined): number {
  check(
    Number.isInteger(samples) && samples > 0,
    `nPerturbSamples must be an integer and at least 1. Given: ${samples}`,
  );
  if (maxExamplesPerBatch === undefined) return samples;
  check(
    Number.isInteger(maxExamplesPerBatch) && maxExamplesPerBatch > 0,
    `maxExamplesPerBatch must be an integer and at least 1. Given: ${maxExamplesPerBatch}`,
  );
  const wanted = Math.floor(maxExamplesPerBatch / rows);
  if (wanted < 1 || wanted > samples) {
    console.warn(
      '`max_examples_per_batch` must be at least equal to the input batch size and at most to `input batch size` * ' +
        `\`n_perturb_samples\`. \`max_examples_per_batch\` is: ${maxExamplesPerBatch} and the input batch size is: ${rows}.`,
    );
  }
  return Math.min(Math.max(wanted, 1), samples);
}
