/**
 * Attribution methods for TensorFlow.js with the classes, defaults and semantics of Captum (https://captum.ai), names in
 * camelCase. Images and feature maps are channels-last: where Captum has [N,C,h,w] this has [N,h,w,C].
 *
 * - `model` is a {@link Model}, or, if a method needs no layer and no ReLU, a function from inputs to scores; `layer` is an
 *   index into `model.features`. Captum's keyword arguments are one object of options.
 * - One tensor in, one tensor out; a list in, a list out. The caller disposes the result; no other tensor is left behind.
 * - Rows go through the network a few at a time, so a row's score may depend on that row only.
 * - For Captum's `additional_forward_args`, use a closure.
 */
export { Deconvolution } from './deconvolution.ts';
export { CaptumError } from './error.ts';
export { FeatureAblation, type FeatureAblationOptions } from './feature_ablation.ts';
export { GuidedBackprop } from './guided_backprop.ts';
export { GuidedGradCam, type GuidedGradCamOptions } from './guided_grad_cam.ts';
export {
  type InfidelityOptions,
  type InfidelityPerturb,
  infidelity,
  infidelityPerturbFuncDecorator,
} from './infidelity.ts';
export { InputXGradient } from './input_x_gradient.ts';
export { IntegratedGradients, type IntegratedGradientsOptions } from './integrated_gradients.ts';
export type { IntegrationMethod } from './integration.ts';
export { LayerActivation, type LayerActivationOptions } from './layer_activation.ts';
export { type InterpolateMode, LayerAttribution } from './layer_attribution.ts';
export { LayerConductance, type LayerConductanceOptions } from './layer_conductance.ts';
export { LayerGradCam, type LayerGradCamOptions } from './layer_grad_cam.ts';
export { NoiseTunnel, type NoiseTunnelOptions } from './noise_tunnel.ts';
export type { VisualizationSign } from './normalize_attr.ts';
export { Occlusion, type OcclusionOptions } from './occlusion.ts';
export { Saliency, type SaliencyOptions } from './saliency.ts';
export { defaultPerturbFunc, type SensitivityOptions, type SensitivityPerturb, sensitivityMax } from './sensitivity.ts';
export { ShapCam, type ShapCamOptions } from './shap_cam.ts';
export type { AttributionMethod, Baselines, Forward, Inputs, ModelOrForward, Target } from './types.ts';
export {
  type ImageValues,
  type VisualizationMethod,
  type VisualizeMultipleOptions,
  type VisualizeOptions,
  visualizeImageAttr,
  visualizeImageAttrMultiple,
} from './visualization.ts';
