/** Correct solutions that differ from the reference: the checks must accept them. For course staff only. */
import type { Accepted } from '../../harness/assignment.ts';
import { acceptedAscents } from './ascent.ts';
import { acceptedCaptumUses } from './captum_use.ts';
import { acceptedGuidedRelus } from './guided_relu.ts';
import { acceptedLosses } from './losses.ts';
import { acceptedStyleLosses } from './style_loss.ts';
import { acceptedStyleTransferSteps } from './style_transfer.ts';
import { acceptedVisualizers } from './visualizers.ts';

export const accepted: readonly Accepted[] = [
  ...acceptedVisualizers,
  ...acceptedGuidedRelus,
  ...acceptedAscents,
  ...acceptedCaptumUses,
  ...acceptedLosses,
  ...acceptedStyleLosses,
  ...acceptedStyleTransferSteps,
];
