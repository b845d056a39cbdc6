/** Mistakes made by exchanging one part of the right answer, every exchange of a kind: they need no foresight for each. */
import type { Misconception } from '../../../harness/assignment.ts';
import { ascentFamilies } from './ascent.ts';
import { captumFamilies } from './captum.ts';
import { guidedReluFamilies } from './guided_relus.ts';
import { labelFamilies } from './labels.ts';
import { lossFamilies } from './losses.ts';
import { mapFamilies } from './maps.ts';
import { roughnessFamilies } from './roughness.ts';
import { stepFamilies } from './steps.ts';

export const families: readonly Misconception[] = [
  ...labelFamilies,
  ...guidedReluFamilies,
  ...mapFamilies,
  ...captumFamilies,
  ...lossFamilies,
  ...roughnessFamilies,
  ...ascentFamilies,
  ...stepFamilies,
];
