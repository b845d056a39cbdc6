import * as tf from '@tensorflow/tfjs';
import { ablate, type Features } from './ablation.ts';
import { broadcastBaselines } from './baselines.ts';
import { check } from './error.ts';
import { asForward, isTuple, likeInputs, rowsOf } from './inputs.ts';
import { formatTarget } from './target.ts';
import type { Baselines, Forward, Inputs, ModelOrForward, Target } from './types.ts';

export interface OcclusionOptions {
  /** The window's size on every axis but the first, for images [h,w,channels]; for several inputs a list of them. */
  readonly slidingWindowShapes: readonly number[] | readonly (readonly number[])[];
  /** The window's stride, for all axes or for each; for several inputs a list. Default 1. */
  readonly strides?: number | readonly (number | readonly number[])[] | undefined;
  /** Value that fills the window. Default 0. */
  readonly baselines?: Baselines | undefined;
  readonly target?: Target | undefined;
  /** How many windows are evaluated at once. Default 1. */
  readonly perturbationsPerEval?: number | undefined;
}

/**
 * How much each example's score falls when a window of the input is covered: at each position, the mean over the windows that
 * cover it.
 *
 * Zeiler, Fergus, Visualizing and Understanding Convolutional Networks, 2013 (https://arxiv.org/abs/1311.2901), section 4.2.
 * Where it departs: as in Captum the window starts at the corner, and the last one on each axis is cut off at the border.
 *
 * ```ts
 * const options = { target: y, slidingWindowShapes: [16, 16, 3], strides: [8, 8, 3] };
 * const map = new Occlusion(model).attribute(X, options); // X [N,H,W,3] → [N,H,W,3]
 * ```
 */
export class Occlusion {
  readonly hasConvergenceDelta = false;
  private readonly forward: Forward;

  constructor(model: ModelOrForward) {
    this.forward = asForward(model);
  }

  /** @returns for each input a tensor of its shape, which the caller disposes */
  attribute<I extends Inputs>(
    inputs: I,
    {
      slidingWindowShapes,
      strides = 1,
      baselines,
      target,
      perturbationsPerEval = 1,
    }: OcclusionOptions = {} as OcclusionOptions,
  ): I {
    return likeInputs(inputs, (tuple) => {
      const windows = perInput(slidingWindowShapes, isTuple(inputs)) as readonly (readonly number[])[];
      const steps = strides === 1 ? tuple.map(() => 1) : perInput(strides, isTuple(inputs));
      check(windows?.length === tuple.length, 'Must provide sliding window dimensions for each input tensor.');
      check(steps?.length === tuple.length, 'Strides must be provided for each input tensor.');
      return ablate(
        this.forward,
        tuple,
        tuple.map((x, i) => slidingWindows(x, windows[i]!, steps[i]!, i)),
        {
          baselines: broadcastBaselines(baselines, tuple),
          target: formatTarget(target, rowsOf(tuple)),
          perturbationsPerEval,
          meanOfOverlaps: true,
        },
      );
    });
  }
}

/** For a list of inputs the option is a list; for a single tensor, the option itself. */
function perInput<T>(option: T, isList: boolean): readonly (number | readonly number[])[] {
  return (isList ? option : [option]) as readonly (number | readonly number[])[];
}

const isCount = (n: unknown): boolean => Number.isInteger(n) && (n as number) > 0;

function slidingWindows(
  x: tf.Tensor,
  window: readonly number[],
  strides: number | readonly number[],
  i: number,
): Features {
  const sizes = x.shape.slice(1);
  check(
    Array.isArray(window) && window.length === sizes.length,
    `Occlusion shape for input index ${i} is ${JSON.stringify(window)} but should be a tuple with ${sizes.length} dimensions.`,
  );
  check(
    window.every(isCount),
    `Sliding window dimensions must be whole numbers, at least 1. Got [${window}] for input index ${i}.`,
  );
  const stride = typeof strides === 'number' ? sizes.map(() => strides) : strides;
  check(
    Array.isArray(stride) && stride.length === sizes.length && stride.every(isCount),
    `Stride for input index ${i} is ${JSON.stringify(strides)}, which is invalid for input with shape [${x.shape}]. ` +
      'It must be either an int or a tuple with length equal to len(input_shape) - 1.',
  );
  check(
    window.every((n, axis) => n <= sizes[axis]!),
    `Sliding window dimensions [${window}] cannot exceed input dimensions [${sizes}].`,
  );
  check(
    window.every((n, axis) => n === sizes[axis] || stride[axis]! <= n),
    `Stride dimension [${stride}] cannot be larger than sliding window shape dimension [${window}].`,
  );
  const counts = sizes.map((size, axis) => Math.ceil((size - window[axis]!) / stride[axis]!) + 1);
  return {
    count: counts.reduce((product, n) => product * n, 1),
    mask: (j) => {
      let rest = j;
      const starts = counts.map((count, axis) => {
        const start = (rest % count) * stride[axis]!;
        rest = Math.floor(rest / count);
        return start;
      });
      const ends = starts.map((start, axis) => Math.min(start + window[axis]!, sizes[axis]!));
      const covered = tf.ones([1, ...ends.map((end, axis) => end - starts[axis]!)]);
      return tf.pad(covered, [
        [0, 0],
        ...ends.map((end, axis): [number, number] => [starts[axis]!, sizes[axis]! - end]),
      ]);
    },
  };
}
