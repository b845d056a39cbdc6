/** A point in the network, between the input and the scores. */
import type * as tf from '@tensorflow/tfjs';
import type { Model } from '../models/model.ts';
import { mapRows, rowsPerPass } from './chunks.ts';
import { check } from './error.ts';
import { gradientOfScores } from './gradient.ts';
import { isModel } from './inputs.ts';
import type { RowTarget } from './target.ts';

/** The output of layer `number` of `features`; −1 is the network's input. */
export interface Site {
  readonly model: Model;
  readonly number: number;
}

export function siteOf(model: Model, layer: number, attributeToLayerInput = false): Site {
  check(isModel(model), () => `A layer needs a Model with \`features\` and \`forwardFrom\`, got ${typeof model}.`);
  check(Number.isInteger(layer) && layer >= 0, `Layers are numbered from 0 in \`features\`, got ${layer}.`);
  return { model, number: attributeToLayerInput ? layer - 1 : layer };
}

/** The value at each site for the input X: one new tensor each. */
export function activationsAt(sites: readonly Site[], X: tf.Tensor4D, rowsAtOnce = rowsPerPass([X])): tf.Tensor[] {
  return mapRows([X], undefined, rowsAtOnce, ([rows]) => {
    const features = sites[0]!.model.features(rows as tf.Tensor4D);
    return sites.map(({ number }) => {
      if (number === -1) return rows!.clone();
      const activation = features[number];
      check(
        activation !== undefined,
        `There is no layer ${number}: \`features\` has ${features.length}, numbered from 0.`,
      );
      return activation.clone();
    });
  });
}

/** The gradient of the sum of the selected scores with respect to the value at the site. */
export function gradientAt(
  { model, number }: Site,
  activation: tf.Tensor,
  target: RowTarget,
  rowsAtOnce: number,
): tf.Tensor {
  const scoresFrom = (a: tf.Tensor) =>
    number === -1 ? model.scores(a as tf.Tensor4D) : model.forwardFrom(number, a as tf.Tensor4D);
  return gradientOfScores(scoresFrom, [activation], target, rowsAtOnce)[0]!;
}
