/** The checks of visualizers/gradcam.ts. */
import { gradCamMapChecks } from './grad_cam_map.ts';
import { guidedBackpropChecks } from './guided_backprop.ts';
import { guidedGradCamChecks } from './guided_grad_cam.ts';
import { guidedReluChecks } from './guided_relu.ts';

export const gradcamChecks = [
  ...guidedReluChecks,
  ...guidedBackpropChecks,
  ...gradCamMapChecks,
  ...guidedGradCamChecks,
];
