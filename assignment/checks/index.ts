/** All checks, in the handout's order of functions. */

import type { Check } from '../../harness/check.ts';
import { captumUseChecks } from './captum_use.ts';
import { classVisualizationChecks } from './class_visualization.ts';
import { contentLossChecks } from './content_loss.ts';
import { foolingImageChecks } from './fooling_image.ts';
import { gradcamChecks } from './gradcam.ts';
import { hiddenChecks } from './hidden/index.ts';
import { saliencyMapChecks } from './saliency_map.ts';
import { styleLossChecks } from './style_loss.ts';
import { styleTransferStepChecks } from './style_utils.ts';
import { tvLossChecks } from './tv_loss.ts';

export const checks: readonly Check[] = [
  ...saliencyMapChecks,
  ...gradcamChecks,
  ...foolingImageChecks,
  ...classVisualizationChecks,
  ...captumUseChecks,
  ...contentLossChecks,
  ...styleLossChecks,
  ...tvLossChecks,
  ...styleTransferStepChecks,
  ...hiddenChecks,
];

const byId = new Map(checks.map((check) => [check.id, check]));

export function checkById(id: string): Check | undefined {
  return byId.get(id);
}
