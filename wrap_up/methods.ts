/** The methods that the sanity checks compare. */
import * as tf from '@tensorflow/tfjs';
import {
  GuidedBackprop,
  GuidedGradCam,
  IntegratedGradients,
  LayerAttribution,
  LayerGradCam,
  Saliency,
} from '#lib/captum/index.ts';
import type { Example } from '#lib/entry/index.ts';
import type { LayeredModel } from '#lib/models/index.ts';
import { black } from './baselines.ts';
import { type Explanation, explanationOf } from './explanation.ts';
import type { Experiment } from './paper.ts';

interface Method {
  readonly make: (model: LayeredModel, lastLayer: number) => Attributing;
  readonly options?: object;
}

/** What all these methods have in common, for one image [1,H,W,3]. */
interface Attributing {
  attribute(X: tf.Tensor4D, options: { readonly target: tf.Tensor1D }): tf.Tensor4D;
}

/** Name → method, as the paper uses it: signed, and maps of a layer enlarged with 'bilinear'. */
export const METHODS: Readonly<Record<string, Method>> = {
  Gradient: { make: (model) => new Saliency(model), options: { abs: false } },
  'Guided backprop': { make: (model) => new GuidedBackprop(model) },
  'Grad-CAM': { make: (model, last) => new LayerGradCam(model, last), options: { reluAttributions: true } },
  'Guided Grad-CAM': {
    make: (model, last) => new GuidedGradCam(model, last),
    options: { interpolateMode: 'bilinear' },
  },
  'Integrated Gradients': { make: (model) => new IntegratedGradients(model) },
};

/** One method's explanation of one image by one network. */
export function explain(name: string, model: LayeredModel, { X, y }: Example, { options }: Experiment): Explanation {
  const { make, options: own } = METHODS[name]!;
  const [, H, W] = X.shape;
  const map = tf.tidy(() => {
    const integral = name === 'Integrated Gradients' ? { baselines: black(X), nSteps: options.steps ?? 10 } : {};
    const attribution = make(model, model.layerCount - 1).attribute(X, { target: y, ...own, ...integral });
    return LayerAttribution.interpolate(attribution, [H, W], 'bilinear');
  });
  const explanation = explanationOf(map);
  map.dispose();
  return explanation;
}
