/** Checks that students never see: same functions, other inputs. The handout has an empty list in place of this file. */
import type { Check } from '../../../harness/check.ts';
import { hiddenGradcamChecks } from './gradcam.ts';
import { hiddenStyleChecks } from './style.ts';

export const hiddenChecks: readonly Check[] = [...hiddenGradcamChecks, ...hiddenStyleChecks];
