/** Grad-CAM and guided Grad-CAM. */
import * as tf from '@tensorflow/tfjs';
import { subjects } from '../../../assignment/checks/subjects.ts';
import { referenceDependencies } from '../../../assignment/reference_dependencies/index.ts';
import { LayerAttribution, LayerGradCam } from '../../../lib/captum/index.ts';
import type { Model } from '../../../lib/models/model.ts';
import { heldOutOf } from './held_out.ts';

type Explain = (X: tf.Tensor4D, y: tf.Tensor1D, model: Model) => tf.Tensor;

const cam = heldOutOf<Explain>(subjects.gradCamMap, (gradCamMap) => ({
  GradCam: class {
    gradCamMap = gradCamMap;
  },
}));

/** The map made of the last feature map and its gradient. */
const from =
  (combine: (A: tf.Tensor, dA: tf.Tensor) => tf.Tensor): Explain =>
  (X, y, model) => {
    const features = model.features(X);
    const last = features.length - 1;
    const dA = tf.grad((A: tf.Tensor) =>
      tf.sum(model.forwardFrom(last, A as tf.Tensor4D).mul(tf.oneHot(y, model.numClasses))),
    )(features[last]!);
    return combine(features[last]!, dA);
  };
const weighted = (A: tf.Tensor, alpha: tf.Tensor): tf.Tensor => A.mul(alpha).sum(-1).relu();
const means = (dA: tf.Tensor): tf.Tensor => dA.mean([1, 2], true);

const camVariants = [
  cam(
    'gradCam.unitWeights',
    'weights divided by the sum of their magnitudes',
    from((A, dA) => weighted(A, means(dA).div(means(dA).abs().sum(-1, true)))),
  ),
  cam(
    'gradCam.rooted',
    'the root of the map',
    from((A, dA) => weighted(A, means(dA)).sqrt()),
  ),
  cam(
    'gradCam.against',
    'the gradient with the opposite sign',
    from((A, dA) => weighted(A, means(dA).neg())),
  ),
  cam(
    'gradCam.magnitudes',
    'weights without their sign',
    from((A, dA) => weighted(A, means(dA).abs())),
  ),
];

const product = heldOutOf<Explain>(subjects.guidedGradCam, (guidedGradCam) => ({
  GradCam: class {
    guidedGradCam = guidedGradCam;
  },
}));

const { guidedBackprop, gradCam } = referenceDependencies;
const channel = (map: tf.Tensor): tf.Tensor => map.expandDims(-1);

const productVariants = [
  product('guidedGradCam.oneMinus', '1 minus the map', (X, y, model) =>
    guidedBackprop(X, y, model).mul(tf.sub(1, channel(gradCam(X, y, model)))),
  ),
  product('guidedGradCam.mapSquared', 'times the map twice', (X, y, model) =>
    guidedBackprop(X, y, model)
      .mul(channel(gradCam(X, y, model)))
      .mul(channel(gradCam(X, y, model))),
  ),
  product('guidedGradCam.positive', 'negative values are cut off', (X, y, model) =>
    guidedBackprop(X, y, model)
      .mul(channel(gradCam(X, y, model)))
      .relu(),
  ),
  product('guidedGradCam.nearest', 'the map enlarged by repetition', (X, y, model) => {
    const { length } = model.features(X);
    const raw = new LayerGradCam(model, length - 1).attribute(X, { target: y, reluAttributions: true });
    const large = LayerAttribution.interpolate(raw, X.shape.slice(1, 3), 'nearest');
    const low = large.min([1, 2], true);
    return guidedBackprop(X, y, model).mul(large.sub(low).divNoNan(large.max([1, 2], true).sub(low)));
  }),
  product('guidedGradCam.firstMap', "the first image's map for all", (X, y, model) =>
    guidedBackprop(X, y, model).mul(channel(gradCam(X, y, model)).slice([0], [1])),
  ),
];

export const camVariantsAll = [...camVariants, ...productVariants];
