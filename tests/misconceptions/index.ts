/** All known misconceptions. Course staff's: the handout carries the hints with precomputed wrong outputs, never this code. */
import { contentLossMisconceptions } from './content_loss.ts';
import type { Misconception } from './misconception.ts';
import { saliencyMisconceptions } from './saliency_map.ts';
import { styleLossMisconceptions } from './style_loss.ts';
import { tvLossMisconceptions } from './tv_loss.ts';

export type { Misconception } from './misconception.ts';

export const misconceptions: readonly Misconception[] = [
  ...saliencyMisconceptions,
  ...contentLossMisconceptions,
  ...styleLossMisconceptions,
  ...tvLossMisconceptions,
];
