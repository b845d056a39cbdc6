/** What is fuzzed: each target is a property that holds for all the cases that fast-check makes. */
import type fc from 'fast-check';
import { frameTargets } from './frames.ts';
import { intakeTargets } from './intake.ts';

export interface Target {
  readonly name: string;
  /** Its part of all cases; the shares add up to 1. */
  readonly share: number;
  /** @param onCase called for each case */
  readonly property: (onCase: () => void) => fc.IRawProperty<unknown>;
}

/** @param folder empty, for zips */
export const targets = (folder: string): Target[] => [...intakeTargets(folder), ...frameTargets];

/** How many cases of all are a target's; at least one. */
export const casesOf = ({ share }: Target, all: number): number => Math.max(1, Math.round(share * all));
