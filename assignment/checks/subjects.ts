/** The assignment's graded functions. */
import type { Subject } from '../../harness/check.ts';

const subject = (module: string, name: string, title: string, builtOn: string[] = []): Subject => ({
  module,
  name,
  title,
  builtOn,
});

export const subjects = {
  saliencyMap: subject('visualizers/saliency_map.ts', 'SaliencyMap.computeSaliencyMaps', 'saliency maps'),
  guidedRelu: subject('visualizers/gradcam.ts', 'guidedRelu', 'guided ReLU'),
  guidedBackprop: subject('visualizers/gradcam.ts', 'GradCam.guidedBackprop', 'guided backprop', ['guidedRelu']),
  gradCamMap: subject('visualizers/gradcam.ts', 'GradCam.gradCamMap', 'Grad-CAM map'),
  guidedGradCam: subject('visualizers/gradcam.ts', 'GradCam.guidedGradCam', 'guided Grad-CAM', [
    'GradCam.guidedBackprop',
    'GradCam.gradCamMap',
  ]),
  makeFoolingImage: subject('visualizers/fooling_image.ts', 'FoolingImage.makeFoolingImage', 'fooling images'),
  ascentStep: subject('visualizers/class_visualization.ts', 'ClassVisualization.ascentStep', 'class visualization'),
  captumSaliency: subject('saliency_map.ts', 'captumSaliency', "Captum's saliency"),
  captumGuidedBackprop: subject('gradcam.ts', 'captumGuidedBackprop', "Captum's guided backprop"),
  captumGuidedGradCam: subject('gradcam.ts', 'captumGuidedGradCam', "Captum's guided Grad-CAM"),
  captumLayerGradCam: subject('gradcam.ts', 'captumLayerGradCam', "Captum's layer Grad-CAM"),
  captumLayerConductance: subject('gradcam.ts', 'captumLayerConductance', "Captum's layer conductance"),
  contentLoss: subject('style_modules/content_loss.ts', 'ContentLoss.forward', 'content loss'),
  gramMatrix: subject('style_modules/style_loss.ts', 'StyleLoss.gramMatrix', 'Gram matrix'),
  styleLoss: subject('style_modules/style_loss.ts', 'StyleLoss.forward', 'style loss', ['StyleLoss.gramMatrix']),
  tvLoss: subject('style_modules/tv_loss.ts', 'TotalVariationLoss.forward', 'total variation loss'),
  styleTransferStep: subject('style_utils.ts', 'styleTransferStep', 'style transfer step'),
} as const;
