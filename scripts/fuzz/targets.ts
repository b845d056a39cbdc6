/** All that is fuzzed. */
import { frameTargets } from './frames.ts';
import { intakeTargets } from './intake.ts';
import type { Target } from './target.ts';

/** @param folder empty, for zips */
export const targets = (folder: string): Target[] => [...intakeTargets(folder), ...frameTargets];

/** How many cases of all are a target's; at least one. */
export const casesOf = ({ share }: Target, all: number): number => Math.max(1, Math.round(share * all));
