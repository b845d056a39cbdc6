import * as tf from '@tensorflow/tfjs';
import { check } from './error.ts';
import { broadcastsTo } from './inputs.ts';
import type { Baseline, Baselines } from './types.ts';

/** One baseline for each input, 0 where none is given. Tensors are not checked beyond their type. */
export function formatBaselines(baselines: Baselines | undefined, inputs: readonly tf.Tensor[]): readonly Baseline[] {
  if (baselines === undefined) return inputs.map(() => 0);
  const tuple = (Array.isArray(baselines) ? baselines : [baselines]) as readonly Baseline[];
  for (const baseline of tuple) {
    check(
      typeof baseline === 'number' || baseline instanceof tf.Tensor,
      `baseline input argument must be either a tensor or a number however ${typeof baseline} detected`,
    );
    check(
      typeof baseline !== 'number' || Number.isFinite(baseline),
      `A baseline must be a finite number or a tensor. Got ${baseline}.`,
    );
  }
  check(
    tuple.length === inputs.length,
    `Input and baseline must have the same dimensions, baseline has ${tuple.length} features whereas input has ${inputs.length}.`,
  );
  return tuple;
}

/** As {@link formatBaselines}; a tensor must have its input's shape, or that shape with first axis 1. */
export function validBaselines(baselines: Baselines | undefined, inputs: readonly tf.Tensor[]): readonly Baseline[] {
  const tuple = formatBaselines(baselines, inputs);
  for (const [i, baseline] of tuple.entries()) {
    if (typeof baseline === 'number') continue;
    const { shape } = inputs[i]!;
    const sameRow = baseline.rank === shape.length && baseline.shape.slice(1).every((n, axis) => n === shape[axis + 1]);
    check(
      sameRow && (baseline.shape[0] === shape[0] || baseline.shape[0] === 1),
      'Baseline can be provided as a tensor for just one input and broadcasted to the batch or input and baseline must have ' +
        'the same shape or the baseline corresponding to each input tensor must be a scalar. ' +
        `Found baseline: [${baseline.shape}] and input: [${shape}]`,
    );
  }
  return tuple;
}

/** As {@link formatBaselines}; a tensor must broadcast to its input's shape. */
export function broadcastBaselines(
  baselines: Baselines | undefined,
  inputs: readonly tf.Tensor[],
): readonly Baseline[] {
  const tuple = formatBaselines(baselines, inputs);
  for (const [i, baseline] of tuple.entries()) {
    check(
      typeof baseline === 'number' || broadcastsTo(baseline.shape, inputs[i]!.shape),
      () =>
        `A baseline must be a number or a tensor that broadcasts to its input [${inputs[i]!.shape}]. Got a tensor of shape [${(baseline as tf.Tensor).shape}].`,
    );
  }
  return tuple;
}

/** A baseline as a tensor of its input's shape. */
export function baselineLike(baseline: Baseline, input: tf.Tensor): tf.Tensor {
  if (typeof baseline === 'number') return tf.fill(input.shape, baseline);
  return tf.broadcastTo(baseline, input.shape);
}
