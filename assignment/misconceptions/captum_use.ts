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
import type { Misconception } from '../../harness/assignment.ts';
import type { Subject } from '../../harness/check.ts';
import { subjects } from '../checks/subjects.ts';
import { variantsOf } from './misconception.ts';

type Attribute = (model: Model, X: tf.Tensor4D, y: tf.Tensor1D, layer?: number, nSteps?: number) => tf.Tensor;

const of = (subject: Subject) => variantsOf<Attribute>(subject, 'captumUse', (f) => ({ [subject.name]: f }));

const saliency = of(subjects.captumSaliency);
const guidedBackprop = of(subjects.captumGuidedBackprop);
const guidedGradCam = of(subjects.captumGuidedGradCam);
const layerGradCam = of(subjects.captumLayerGradCam);
const conductance = of(subjects.captumLayerConductance);

const size = (X: tf.Tensor4D): [number, number] => [X.shape[1], X.shape[2]];
const large = (map: tf.Tensor, X: tf.Tensor4D): tf.Tensor => LayerAttribution.interpolate(map, size(X));
const last = (model: Model, X: tf.Tensor4D): number => model.features(X).length - 1;
const cam = (model: Model, X: tf.Tensor4D, y: tf.Tensor1D, layer: number): tf.Tensor =>
  new LayerGradCam(model, layer).attribute(X, { target: y, reluAttributions: true });

const meanConductance = (model: Model, X: tf.Tensor4D, target: tf.Tensor1D, layer: number, nSteps: number): tf.Tensor =>
  large(new LayerConductance(model, layer).attribute(X, { target, nSteps }).mean(-1, true), X);

/** For variants elsewhere. */
export const captumUse = {
  saliency,
  guidedBackprop,
  guidedGradCam,
  layerGradCam,
  conductance,
  large,
  last,
  cam,
  meanConductance,
};

const NO_TARGET = ['the target is left out', 'Attribution is always for one class: pass `target: y`.'] as const;
const FIRST_TARGET = [
  "the first image's label for all",
  'Each image has its own label: pass `target: y`, not one class for all.',
] as const;

export const captumUseMisconceptions: Misconception[] = [
  saliency('noTarget.saliency', ...NO_TARGET, (model, X) => new Saliency(model).attribute(X)),
  saliency('firstTarget.saliency', ...FIRST_TARGET, (model, X, y) =>
    new Saliency(model).attribute(X, { target: y.dataSync()[0]! }),
  ),
  saliency('noAbs', 'abs: false', 'Saliency is the absolute gradient: leave `abs` on.', (model, X, y) =>
    new Saliency(model).attribute(X, { target: y, abs: false }),
  ),
  saliency(
    'reduced',
    'the maximum over the channels',
    "Captum's saliency keeps the color channels: return [N,H,W,3].",
    (model, X, y) => new Saliency(model).attribute(X, { target: y }).max(-1),
  ),
  guidedBackprop('noTarget.guidedBackprop', ...NO_TARGET, (model, X) => new GuidedBackprop(model).attribute(X)),
  guidedBackprop('firstTarget.guidedBackprop', ...FIRST_TARGET, (model, X, y) =>
    new GuidedBackprop(model).attribute(X, { target: y.dataSync()[0]! }),
  ),
  guidedBackprop(
    'saliencyInstead',
    'Saliency instead of GuidedBackprop',
    'This is the ordinary gradient: the class to use is `GuidedBackprop`.',
    (model, X, y) => new Saliency(model).attribute(X, { target: y, abs: false }),
  ),
  guidedBackprop(
    'absolute',
    'the absolute value',
    'Guided backprop keeps its sign: no absolute value.',
    (model, X, y) => new GuidedBackprop(model).attribute(X, { target: y }).abs(),
  ),
  guidedGradCam('noTarget.guidedGradCam', ...NO_TARGET, (model, X) =>
    new GuidedGradCam(model, last(model, X)).attribute(X),
  ),
  guidedGradCam(
    'ggcLayer',
    'guided Grad-CAM on layer 3',
    'Guided Grad-CAM looks at the last feature map, number `features.length - 1`; layer 3 is an early one.',
    (model, X, y) => new GuidedGradCam(model, 3).attribute(X, { target: y }),
  ),
  guidedGradCam(
    'ggcMode',
    'enlarged by bilinear interpolation',
    'Leave `interpolateMode` at its default, nearest.',
    (model, X, y) => new GuidedGradCam(model, last(model, X)).attribute(X, { target: y, interpolateMode: 'bilinear' }),
  ),
  layerGradCam('noTarget.layerGradCam', ...NO_TARGET, (model, X, _y, layer = 3) =>
    large(new LayerGradCam(model, layer).attribute(X, { reluAttributions: true }), X),
  ),
  layerGradCam(
    'noReluAttr',
    'reluAttributions left off',
    'Only evidence for the class is asked for: look at `reluAttributions`.',
    (model, X, y, layer = 3) => large(new LayerGradCam(model, layer).attribute(X, { target: y }), X),
  ),
  layerGradCam(
    'small',
    'not enlarged',
    "The map must have the images' height and width: `LayerAttribution.interpolate(map, [H, W])`.",
    (model, X, y, layer = 3) => cam(model, X, y, layer),
  ),
  layerGradCam(
    'fixedLayer',
    'layer 3 whatever is asked for',
    'Use the layer that the caller asks for; 3 is only the default.',
    (model, X, y) => large(cam(model, X, y, 3), X),
  ),
  layerGradCam(
    'lastLayer',
    'the last layer',
    'The layer is an argument, by default 3, not the last one.',
    (model, X, y) => large(cam(model, X, y, last(model, X)), X),
  ),
  conductance('noTarget.conductance', ...NO_TARGET, (model, X, _y, layer = 3, nSteps = 20) =>
    large(new LayerConductance(model, layer).attribute(X, { nSteps }).mean(-1, true), X),
  ),
  conductance(
    'channelSum',
    'the sum over the channels',
    'The channels are averaged, not added up.',
    (model, X, y, layer = 3, nSteps = 20) =>
      large(new LayerConductance(model, layer).attribute(X, { target: y, nSteps }).sum(-1, true), X),
  ),
  conductance(
    'steps',
    'nSteps left at 50',
    'Pass `nSteps` on to `attribute`: its own default is 50.',
    (model, X, y, layer = 3) => large(new LayerConductance(model, layer).attribute(X, { target: y }).mean(-1, true), X),
  ),
  conductance(
    'gradCamInstead',
    'LayerGradCam instead of LayerConductance',
    'This is Grad-CAM: the class to use is `LayerConductance`.',
    (model, X, y, layer = 3) => large(new LayerGradCam(model, layer).attribute(X, { target: y }), X),
  ),
  conductance(
    'fixedLayer.conductance',
    'layer 3 whatever is asked for',
    'Use the layer that the caller asks for; 3 is only the default.',
    (model, X, y, _layer, nSteps = 20) => meanConductance(model, X, y, 3, nSteps),
  ),
];
