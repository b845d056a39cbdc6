import * as tf from '@tensorflow/tfjs';
import { LayerAttribution, LayerGradCam } from '#lib/captum/index.ts';
import type { Model } from '#lib/models/model.ts';
import { subjects } from '../checks/subjects.ts';
import { referenceDependencies } from '../reference_dependencies/index.ts';
import { variantsOf } from './misconception.ts';
import { vanillaGradient } from './objectives.ts';

type GuidedGradCam = (X: tf.Tensor4D, y: tf.Tensor1D, model: Model) => tf.Tensor;

export const guidedGradCamVariant = variantsOf<GuidedGradCam>(
  subjects.guidedGradCam,
  'guidedGradCam',
  (guidedGradCam) => ({
    GradCam: class {
      guidedGradCam = guidedGradCam;
    },
  }),
);

/** Scales a map [N,h,w,1] of any size to [0,1] image by image, and resizes it to the images' size. */
function asPicture(map: tf.Tensor4D, H: number, W: number): tf.Tensor {
  const large = LayerAttribution.interpolate(map, [H, W], 'bicubic');
  const low = large.min([1, 2], true);
  return large.sub(low).divNoNan(large.max([1, 2], true).sub(low));
}

export const withChannel = (map: tf.Tensor): tf.Tensor => map.expandDims(-1);

export const guidedGradCamMisconceptions = [
  guidedGradCamVariant(
    'stale',
    'the Grad-CAM of an early layer',
    'The Grad-CAM in the product is that of the last feature map: use `this.gradCam`.',
    (X, y, model) => {
      const early = new LayerGradCam(model, 1).attribute(X, { target: y, reluAttributions: true });
      return referenceDependencies.guidedBackprop(X, y, model).mul(asPicture(early, X.shape[1], X.shape[2]));
    },
  ),
  guidedGradCamVariant(
    'jet',
    'times the color-mapped Grad-CAM',
    'Multiply by the scalar map, the same for all three channels, not by a picture of it in false colors.',
    (X, y, model) => {
      const map = withChannel(referenceDependencies.gradCam(X, y, model));
      const colors = tf.concat(
        [map.mul(1.5).clipByValue(0, 1), map.mul(2).sub(1).abs().neg().add(1), map.mul(-1.5).add(1).clipByValue(0, 1)],
        3,
      );
      return referenceDependencies.guidedBackprop(X, y, model).mul(colors);
    },
  ),
  guidedGradCamVariant(
    'wrongVar',
    'guided backprop alone',
    'What you return is guided backprop alone: multiply it by the Grad-CAM map.',
    (X, y, model) => referenceDependencies.guidedBackprop(X, y, model),
  ),
  guidedGradCamVariant(
    'accum',
    'guided backprop with the usual gradient added',
    'There is an ordinary gradient in your guided backprop: start from a clean one.',
    (X, y, model) =>
      referenceDependencies
        .guidedBackprop(X, y, model)
        .add(vanillaGradient(X, y, model))
        .mul(withChannel(referenceDependencies.gradCam(X, y, model))),
  ),
  guidedGradCamVariant(
    'vanilla',
    'the usual gradient instead of guided backprop',
    'The product is with guided backprop, not with the ordinary gradient: call `this.guidedBackprop`.',
    (X, y, model) => vanillaGradient(X, y, model).mul(withChannel(referenceDependencies.gradCam(X, y, model))),
  ),
  guidedGradCamVariant(
    'noBroadcast',
    '[N,H,W] times [N,H,W,3] without a channel axis',
    'The map [N,H,W] needs a last axis of size 1 to be multiplied with [N,H,W,3]: `expandDims(-1)`.',
    (X, y, model) => referenceDependencies.guidedBackprop(X, y, model).mul(referenceDependencies.gradCam(X, y, model)),
  ),
  guidedGradCamVariant(
    'add',
    'added instead of multiplied',
    'Guided Grad-CAM is the product of the two, point by point, not the sum.',
    (X, y, model) =>
      referenceDependencies.guidedBackprop(X, y, model).add(withChannel(referenceDependencies.gradCam(X, y, model))),
  ),
  guidedGradCamVariant(
    'abs',
    'the absolute value of guided backprop',
    'Guided Grad-CAM keeps the sign of guided backprop: no absolute value.',
    (X, y, model) =>
      referenceDependencies
        .guidedBackprop(X, y, model)
        .abs()
        .mul(withChannel(referenceDependencies.gradCam(X, y, model))),
  ),
  guidedGradCamVariant(
    'raw',
    'the raw map instead of the scaled one',
    'Multiply by `gradCam`, which is scaled to [0,1] image by image, not by the raw map.',
    (X, y, model) => {
      const { length } = model.features(X);
      const raw = new LayerGradCam(model, length - 1).attribute(X, { target: y, reluAttributions: true });
      const large = LayerAttribution.interpolate(raw, X.shape.slice(1, 3), 'bicubic');
      return referenceDependencies.guidedBackprop(X, y, model).mul(large);
    },
  ),
];
