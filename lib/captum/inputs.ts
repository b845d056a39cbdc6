/** One tensor or several: a tuple in gives a tuple out. */
import * as tf from '@tensorflow/tfjs';
import type { Model } from '../models/model.ts';
import { check } from './error.ts';
import type { Forward, Inputs, ModelOrForward } from './types.ts';

export function isTuple(inputs: Inputs): inputs is readonly tf.Tensor[] {
  return Array.isArray(inputs);
}

export function asTuple(inputs: Inputs): readonly tf.Tensor[] {
  const tuple = isTuple(inputs) ? inputs : [inputs];
  check(
    tuple.length > 0 && tuple.every((x) => x instanceof tf.Tensor && x.rank > 0),
    '`inputs` must be a tensor or a list of tensors, the examples along the first axis.',
  );
  return tuple;
}

/** Runs `attribute` on the tuple, in a tidy; returns one tensor for one tensor and a list for a list. */
export function likeInputs<I extends Inputs>(inputs: I, attribute: (tuple: readonly tf.Tensor[]) => tf.Tensor[]): I {
  return tf.tidy(() => {
    const attributions = attribute(asTuple(inputs));
    return isTuple(inputs) ? attributions : attributions[0]!;
  }) as Inputs as I;
}

export function isModel(model: ModelOrForward): model is Model {
  return typeof model === 'object' && model !== null && 'scores' in model;
}

export function asForward(model: ModelOrForward): Forward {
  if (!isModel(model)) return model;
  return (...inputs) => model.scores(onlyInput(inputs));
}

/** The one tensor that a {@link Model} takes. */
export function onlyInput(inputs: Inputs): tf.Tensor4D {
  const tuple = asTuple(inputs);
  check(
    tuple.length === 1,
    `A model takes one tensor of images, got ${tuple.length} inputs. For more, pass a function.`,
  );
  return tuple[0] as tf.Tensor4D;
}

/** The number of examples N. @throws CaptumError unless it is the same in all */
export function rowsOf(inputs: readonly tf.Tensor[]): number {
  const rows = inputs[0]!.shape[0]!;
  check(
    rows > 0 && inputs.every(({ shape }) => shape[0] === rows),
    () =>
      `\`inputs\` must have the same number of examples, at least 1, along the first axis. Got shapes ${inputs.map(({ shape }) => `[${shape}]`).join(', ')}.`,
  );
  return rows;
}

/** Whether each axis, counted from the last, is 1 or equals that of `shape`. */
export function broadcastsTo(from: readonly number[], shape: readonly number[]): boolean {
  const skipped = shape.length - from.length;
  return skipped >= 0 && from.every((size, axis) => size === 1 || size === shape[axis + skipped]);
}
