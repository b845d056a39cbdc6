/** All fuzz targets. */
import { frameTargets } from './frames.ts';
import { intakeTargets } from './intake.ts';
import type { Target } from './target.ts';

/** @param folder an empty folder for zips */
export const targets = (folder: string): Target[] => [...intakeTargets(folder), ...frameTargets];

/** How many of the cases go to a target; at least one. */
export const casesOf = ({ share }: Target, all: number): number => Math.max(1, Math.round(share * all));
