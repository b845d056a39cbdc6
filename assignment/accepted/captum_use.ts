import type * as tf from '@tensorflow/tfjs';
import {
  GuidedBackprop,
  GuidedGradCam,
  LayerAttribution,
  LayerConductance,
  LayerGradCam,
  Saliency,
} from '#lib/captum/index.ts';
import type { Model } from '#lib/models/model.ts';
import type { Accepted } from '../../harness/assignment.ts';
import type { Subject } from '../../harness/check.ts';
import { subjects } from '../checks/subjects.ts';
import { solutionsOf } from './accepted.ts';

type Attribute = (model: Model, X: tf.Tensor4D, y: tf.Tensor1D, layer?: number, nSteps?: number) => tf.Tensor;

const of = (subject: Subject) => solutionsOf<Attribute>(subject, 'captumUse', (f) => ({ [subject.name]: f }));
const list = (y: tf.Tensor1D): number[] => Array.from(y.dataSync());

export const acceptedCaptumUses: Accepted[] = [
  of(subjects.captumSaliency)(
    'saliency',
    'abs by hand, a plain function for the model, labels as a list',
    (model, X, y) =>
      new Saliency((X) => model.scores(X as tf.Tensor4D)).attribute(X, { target: list(y), abs: false }).abs(),
  ),
  of(subjects.captumGuidedBackprop)('guidedBackprop', 'labels as a list', (model, X, y) =>
    new GuidedBackprop(model).attribute(X, { target: list(y) }),
  ),
  of(subjects.captumGuidedGradCam)('guidedGradCam', 'the product by hand', (model, X, y) => {
    const layer = model.features(X).length - 1;
    const map = new LayerGradCam(model, layer).attribute(X, { target: y, reluAttributions: true });
    const [, H, W] = X.shape;
    return new GuidedBackprop(model).attribute(X, { target: y }).mul(LayerAttribution.interpolate(map, [H, W]));
  }),
  of(subjects.captumGuidedGradCam)('guidedGradCam.options', 'every option written out', (model, X, y) =>
    new GuidedGradCam(model, model.features(X).length - 1).attribute(X, { target: y, interpolateMode: 'nearest' }),
  ),
  of(subjects.captumLayerGradCam)('layerGradCam', 'enlarged first, then the ReLU', (model, X, y, layer = 3) => {
    const map = new LayerGradCam(model, layer).attribute(X, { target: y });
    return LayerAttribution.interpolate(map, X.shape.slice(1, 3), 'nearest').relu();
  }),
  of(subjects.captumLayerGradCam)('layerGradCam.channels', 'the channels summed by hand', (model, X, y, layer = 3) => {
    const options = { target: list(y), attrDimSummation: false, reluAttributions: false };
    const map = new LayerGradCam(model, layer).attribute(X, options).sum(-1, true).relu();
    return LayerAttribution.interpolate(map, [X.shape[1], X.shape[2]]);
  }),
  of(subjects.captumLayerConductance)(
    'conductance',
    'enlarged first, then the mean',
    (model, X, y, layer = 3, nSteps = 20) => {
      const conductance = new LayerConductance(model, layer).attribute(X, { target: y, nSteps });
      return LayerAttribution.interpolate(conductance, [X.shape[1], X.shape[2]]).mean(3, true);
    },
  ),
];
