/** All checks, in the order in which students meet the functions. */
import type { Check } from './check.ts';
import { contentLossChecks } from './content_loss.ts';
import { saliencyMapChecks } from './saliency_map.ts';
import { styleLossChecks } from './style_loss.ts';
import { tvLossChecks } from './tv_loss.ts';

export const checks: readonly Check[] = [
  ...saliencyMapChecks,
  ...contentLossChecks,
  ...styleLossChecks,
  ...tvLossChecks,
];

const byId = new Map(checks.map((check) => [check.id, check]));

export function checkById(id: string): Check | undefined {
  return byId.get(id);
}
