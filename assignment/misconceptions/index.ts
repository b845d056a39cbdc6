/**
 * All known misconceptions. For course staff only: the handout has the hints with precomputed wrong answers, never this code.
 */

import type { Misconception } from '../../harness/assignment.ts';
import { captumUseMisconceptions } from './captum_use.ts';
import { classVisualizationMisconceptions } from './class_visualization.ts';
import { contentLossMisconceptions } from './content_loss.ts';
import { families } from './families/index.ts';
import { foolingMisconceptions } from './fooling_image.ts';
import { gradCamMapMisconceptions } from './grad_cam_map.ts';
import { guidedBackpropMisconceptions } from './guided_backprop.ts';
import { guidedGradCamMisconceptions } from './guided_grad_cam.ts';
import { guidedReluMisconceptions } from './guided_relu.ts';
import { saliencyMisconceptions } from './saliency_map.ts';
import { styleLossMisconceptions } from './style_loss.ts';
import { styleTransferMisconceptions } from './style_transfer.ts';
import { tvLossMisconceptions } from './tv_loss.ts';

export const misconceptions: readonly Misconception[] = [
  ...saliencyMisconceptions,
  ...guidedReluMisconceptions,
  ...guidedBackpropMisconceptions,
  ...gradCamMapMisconceptions,
  ...guidedGradCamMisconceptions,
  ...foolingMisconceptions,
  ...classVisualizationMisconceptions,
  ...captumUseMisconceptions,
  ...contentLossMisconceptions,
  ...styleLossMisconceptions,
  ...tvLossMisconceptions,
  ...styleTransferMisconceptions,
  ...families,
];
