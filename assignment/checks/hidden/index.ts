/** Checks that students never see: same functions, other inputs. In the handout this file has an empty list. */
import type { Check } from '../../../harness/check.ts';
import { hiddenGradcamChecks } from './gradcam.ts';
import { hiddenStyleChecks } from './style.ts';

export const hiddenChecks: readonly Check[] = [...hiddenGradcamChecks, ...hiddenStyleChecks];
