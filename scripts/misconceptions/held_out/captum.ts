/** The uses of the library of attribution methods. */
import * as tf from '@tensorflow/tfjs';
import { subjects } from '../../../assignment/checks/subjects.ts';
import { referenceDependencies } from '../../../assignment/reference_dependencies/index.ts';
import type { Subject } from '../../../harness/check.ts';
import {
  Deconvolution,
  GuidedBackprop,
  GuidedGradCam,
  LayerAttribution,
  LayerConductance,
  LayerGradCam,
  NoiseTunnel,
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

/** A black pixel after normalization with the ImageNet mean and standard deviation. */
const BLACK = [-0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225];

export const captumVariants = [
  saliency('captum.saliencyNoise', 'SmoothGrad: a noise tunnel around it', (model, X, y) =>
    new NoiseTunnel(new Saliency(model)).attribute(X, { target: y, ntSamples: 5, stdevs: 0.15, seed: 0 }),
  ),
  saliency(
    'captum.saliencyGuided',
    'the magnitude of guided backprop',
    (model, X, y) => new GuidedBackprop(model).attribute(X, { target: y }).abs(),
    'captumUse.GuidedBackprop',
  ),
  guidedBackprop(
    'captum.deconvolution',
    'Deconvolution instead of GuidedBackprop',
    (model, X, y) => new Deconvolution(model).attribute(X, { target: y }),
    'captumUse.Deconvolution',
  ),
  guidedBackprop(
    'captum.guidedCam',
    'GuidedGradCam instead of GuidedBackprop',
    (model, X, y) => new GuidedGradCam(model, last(model, X)).attribute(X, { target: y }),
    'captumUse.GuidedGradCam',
  ),
  guidedGradCam('captum.productNoRelu', 'the product by hand, the map without its ReLU', (model, X, y) => {
    const map = new LayerGradCam(model, last(model, X)).attribute(X, { target: y });
    return new GuidedBackprop(model).attribute(X, { target: y }).mul(large(map, X));
  }),
  guidedGradCam('captum.productScaled', 'times the map scaled to [0,1], as in the version by hand', (model, X, y) =>
    new GuidedBackprop(model)
      .attribute(X, { target: y })
      .mul(referenceDependencies.gradCam(X, y, model).expandDims(-1)),
  ),
  layerGradCam('captum.camSwapped', 'enlarged to width by height', (model, X, y, layer = 3) =>
    LayerAttribution.interpolate(new LayerGradCam(model, layer).attribute(X, { target: y, reluAttributions: true }), [
      X.shape[2],
      X.shape[1],
    ]),
  ),
  layerGradCam(
    'captum.camAbs',
    'the absolute value instead of a ReLU',
    (model, X, y, layer = 3) => large(new LayerGradCam(model, layer).attribute(X, { target: y }).abs(), X),
    'captumUse.camAbs',
  ),
  layerGradCam(
    'captum.camInput',
    "the layer's input instead of its output",
    (model, X, y, layer = 3) => {
      const options = { target: y, reluAttributions: true, attributeToLayerInput: true };
      return large(new LayerGradCam(model, layer).attribute(X, options), X);
    },
    'captumUse.camLayer',
  ),
  conductance(
    'captum.conductanceBlack',
    'black pixels as the baseline, not 0',
    (model, X, y, layer = 3, nSteps = 20) => {
      const baselines = tf.zerosLike(X).add(tf.tensor1d(BLACK));
      return large(new LayerConductance(model, layer).attribute(X, { target: y, nSteps, baselines }).mean(-1, true), X);
    },
  ),
  conductance(
    'captum.conductanceNchw',
    'the mean over axis 1, the channels of NCHW',
    (model, X, y, layer = 3, nSteps = 20) =>
      large(new LayerConductance(model, layer).attribute(X, { target: y, nSteps }).mean(1, true), X),
  ),
  conductance('captum.conductanceRule', 'another rule of integration', (model, X, y, layer = 3, nSteps = 20) => {
    const options = { target: y, nSteps, method: 'riemann_trapezoid' } as const;
    return large(new LayerConductance(model, layer).attribute(X, options).mean(-1, true), X);
  }),
];
