/** How a gradient becomes a map, and how map and detail are joined: one reduction, weight or scale in place of another. */
import * as tf from '@tensorflow/tfjs';
import { LayerAttribution, LayerGradCam } from '#lib/captum/index.ts';
import type { Misconception } from '../../../harness/assignment.ts';
import { referenceDependencies } from '../../reference_dependencies/index.ts';
import { average, gradCamVariant, mapWith } from '../grad_cam_map.ts';
import { guidedGradCamVariant, withChannel } from '../guided_grad_cam.ts';
import { vanillaGradient } from '../objectives.ts';
import { saliencyVariant } from '../saliency_map.ts';

const saliency = (id: string, wrong: string, hint: string, reduce: (g: tf.Tensor) => tf.Tensor): Misconception =>
  saliencyVariant(id, wrong, hint, (X, y, model) => reduce(vanillaGradient(X, y, model)));

const ONE_CHANNEL = 'The map is the maximum over all three color channels; yours is one of them alone.';

/** Grad-CAM with other weights of its channels than the mean of the gradient. */
const weighted = (id: string, wrong: string, hint: string, weights: (dA: tf.Tensor) => tf.Tensor): Misconception =>
  gradCamVariant(
    id,
    wrong,
    hint,
    mapWith((A, dA) => A.mul(weights(dA)).sum(-1).relu()),
  );

/** Guided Grad-CAM with something else made of the map [N,H,W,1] in [0,1] and the detail. */
const product = (
  id: string,
  wrong: string,
  hint: string,
  join: (detail: tf.Tensor, map: tf.Tensor) => tf.Tensor,
): Misconception =>
  guidedGradCamVariant(id, wrong, hint, (X, y, model) =>
    join(referenceDependencies.guidedBackprop(X, y, model), withChannel(referenceDependencies.gradCam(X, y, model))),
  );

export const mapFamilies: Misconception[] = [
  ...['red', 'green', 'blue'].map((name, c) =>
    saliency(`channel.${name}`, `${name} only`, ONE_CHANNEL, (g) => g.abs().gather([c], -1).squeeze([-1])),
  ),
  saliency(
    'min',
    'the smallest magnitude',
    'The map is the largest magnitude over the channels, not the smallest.',
    (g) => g.abs().min(-1),
  ),
  saliency(
    'absOfSum',
    'the magnitude of the sum',
    'First the absolute value, then the maximum over the channels: yours is the magnitude of their sum.',
    (g) => g.sum(-1).abs(),
  ),
  saliency(
    'absOfMean',
    'the magnitude of the mean',
    'First the absolute value, then the maximum over the channels: yours is the magnitude of their mean.',
    (g) => g.mean(-1).abs(),
  ),
  weighted(
    'weights.abs',
    'weights without their sign',
    'The weight of a channel is the mean of its gradient with its sign: evidence against the class counts against it.',
    (dA) => average(dA).abs(),
  ),
  weighted(
    'weights.neg',
    'the gradient with the opposite sign',
    'Your weights have the opposite sign: the gradient is that of the score, not of its negative.',
    (dA) => average(dA).neg(),
  ),
  weighted(
    'weights.meanAbs',
    "the mean of the gradient's magnitude",
    'The weight of a channel is the mean of its gradient, not of its magnitude.',
    (dA) => average(dA.abs()),
  ),
  weighted(
    'weights.l1',
    'weights divided by the sum of their magnitudes',
    'The weights are the means of the gradient as they are: do not divide them by the sum of their magnitudes.',
    (dA) => average(dA).div(average(dA).abs().sum(-1, true)),
  ),
  weighted(
    'weights.l2',
    'weights divided by their norm',
    'The weights are the means of the gradient as they are: do not divide them by their norm.',
    (dA) => average(dA).div(average(dA).square().sum(-1, true).sqrt()),
  ),
  weighted(
    'weights.softmax',
    'a softmax over the weights',
    'The weights are the means of the gradient as they are: there is no softmax in Grad-CAM.',
    (dA) => tf.softmax(average(dA)),
  ),
  weighted(
    'weights.squared',
    'the mean of the squared gradient',
    'The weight of a channel is the mean of its gradient, not of its square.',
    (dA) => average(dA.square()),
  ),
  weighted(
    'weights.height',
    'the mean over the height only',
    'The weight of a channel is one number: the mean over height and width. Yours is over the height only.',
    (dA) => dA.mean(1, true),
  ),
  weighted(
    'weights.width',
    'the mean over the width only',
    'The weight of a channel is one number: the mean over height and width. Yours is over the width only.',
    (dA) => dA.mean(2, true),
  ),
  gradCamVariant(
    'channelMax',
    'the maximum over the channels',
    'The weighted channels are added up; yours is the largest of them.',
    mapWith((A, dA) => A.mul(average(dA)).max(-1).relu()),
  ),
  product(
    'oneMinus',
    '1 minus the map',
    'Detail stays where the map is high: multiply by the map, not by 1 minus the map.',
    (detail, map) => detail.mul(map.neg().add(1)),
  ),
  product(
    'mapSquared',
    'times the map twice',
    'Multiply by the map once: yours is in the product twice.',
    (detail, map) => detail.mul(map.square()),
  ),
  product('mapRoot', 'times the root of the map', 'Multiply by the map itself, not by its root.', (detail, map) =>
    detail.mul(map.sqrt()),
  ),
  product(
    'onePlus',
    'times 1 plus the map',
    'Multiply by the map alone: where it is 0, nothing is left.',
    (detail, map) => detail.mul(map.add(1)),
  ),
  product('threshold', 'times the map above one half', 'Multiply by the map itself: no threshold.', (detail, map) =>
    detail.mul(tf.step(map.sub(0.5))),
  ),
  product(
    'positive',
    'negative values are cut off',
    'Guided Grad-CAM keeps the sign of guided backprop: no ReLU.',
    (detail, map) => detail.mul(map).relu(),
  ),
  product(
    'batchMap',
    'the mean of all maps for each image',
    'Each image has its own map: do not average over the images.',
    (detail, map) => detail.mul(map.mean(0, true)),
  ),
  product(
    'firstMap',
    "the first image's map for all",
    "Each image has its own map; yours all have the first image's.",
    (detail, map) => detail.mul(map.slice([0], [1])),
  ),
  ...(['nearest', 'bilinear'] as const).map((mode) =>
    guidedGradCamVariant(
      `enlarged.${mode}`,
      `the map enlarged with ${mode} interpolation`,
      `Use \`this.gradCam\`, which enlarges the map with bicubic interpolation; yours is enlarged with ${mode} interpolation.`,
      (X, y, model) => {
        const { length } = model.features(X);
        const raw = new LayerGradCam(model, length - 1).attribute(X, { target: y, reluAttributions: true });
        const map = LayerAttribution.interpolate(raw, X.shape.slice(1, 3), mode);
        const low = map.min([1, 2], true);
        const scaled = map.sub(low).divNoNan(map.max([1, 2], true).sub(low));
        return referenceDependencies.guidedBackprop(X, y, model).mul(scaled);
      },
    ),
  ),
];
