import type { Check } from '../../harness/check.ts';
import { crossEntropyChecks } from './cross_entropy.ts';
import { hiddenChecks } from './hidden/index.ts';

export const checks: readonly Check[] = [...crossEntropyChecks, ...hiddenChecks];
