/** The uses of the library of attribution methods. */
import type * as tf from '@tensorflow/tfjs';
import { subjects } from '../../../assignment/checks/subjects.ts';
import type { Subject } from '../../../harness/check.ts';
import {
  GuidedBackprop,
  GuidedGradCam,
  InputXGradient,
  LayerActivation,
  LayerAttribution,
  LayerConductance,
  LayerGradCam,
  Saliency,
} from '../../../lib/captum/index.ts';
import type { Model } from '../../../lib/models/model.ts';
import { heldOutOf } from './held_out.ts';

type Attribute = (model: Model, X: tf.Tensor4D, y: tf.Tensor1D, layer?: number, nSteps?: number) => tf.Tensor;

const of = (subject: Subject) => heldOutOf<Attribute>(subject, (f) => ({ [subject.name]: f }));
const saliency = of(subjects.captumSaliency);
const guidedBackprop = of(subjects.captumGuidedBackprop);
const guidedGradCam = of(subjects.captumGuidedGradCam);
const layerGradCam = of(subjects.captumLayerGradCam);
const conductance = of(subjects.captumLayerConductance);

const large = (map: tf.Tensor, X: tf.Tensor4D): tf.Tensor =>
  LayerAttribution.interpolate(map, [X.shape[1], X.shape[2]]);
const last = (model: Model, X: tf.Tensor4D): number => model.features(X).length - 1;

export const captumVariants = [
  saliency('captum.saliencyTimesInput', 'InputXGradient', (model, X, y) =>
    new InputXGradient(model).attribute(X, { target: y }).abs(),
  ),
  saliency('captum.saliencyPredicted', 'the predicted class as target', (model, X) =>
    new Saliency(model).attribute(X, { target: model.scores(X).argMax(1) as tf.Tensor1D }),
  ),
  saliency('captum.saliencySquared', 'squared', (model, X, y) =>
    new Saliency(model).attribute(X, { target: y }).square(),
  ),
  guidedBackprop('captum.guidedPositive', 'negative values are cut off', (model, X, y) =>
    new GuidedBackprop(model).attribute(X, { target: y }).relu(),
  ),
  guidedBackprop('captum.guidedReversed', 'labels in the reverse order', (model, X, y) =>
    new GuidedBackprop(model).attribute(X, { target: y.reverse() }),
  ),
  guidedBackprop('captum.guidedScaled', 'each image divided by its largest magnitude', (model, X, y) => {
    const g = new GuidedBackprop(model).attribute(X, { target: y });
    return g.div(g.abs().max([1, 2, 3], true));
  }),
  guidedGradCam('captum.productAbs', 'the absolute value', (model, X, y) =>
    new GuidedGradCam(model, last(model, X)).attribute(X, { target: y }).abs(),
  ),
  guidedGradCam('captum.productLayer', 'the layer before the last', (model, X, y) =>
    new GuidedGradCam(model, last(model, X) - 1).attribute(X, { target: y }),
  ),
  layerGradCam('captum.camMode', 'bilinear interpolation', (model, X, y, layer = 3) => {
    const map = new LayerGradCam(model, layer).attribute(X, { target: y, reluAttributions: true });
    return LayerAttribution.interpolate(map, [X.shape[1], X.shape[2]], 'bilinear');
  }),
  layerGradCam('captum.camActivation', 'LayerActivation', (model, X, _y, layer = 3) =>
    large(new LayerActivation(model, layer).attribute(X).mean(-1, true), X),
  ),
  layerGradCam('captum.camNext', 'one layer later', (model, X, y, layer = 3) =>
    large(
      new LayerGradCam(model, Math.min(layer + 1, last(model, X))).attribute(X, { target: y, reluAttributions: true }),
      X,
    ),
  ),
  conductance('captum.conductanceMax', 'the maximum over the channels', (model, X, y, layer = 3, nSteps = 20) =>
    large(new LayerConductance(model, layer).attribute(X, { target: y, nSteps }).max(-1, true), X),
  ),
  conductance('captum.conductanceAbs', 'the absolute value', (model, X, y, layer = 3, nSteps = 20) =>
    large(new LayerConductance(model, layer).attribute(X, { target: y, nSteps }).mean(-1, true), X).abs(),
  ),
];
