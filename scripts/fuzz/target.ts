/** What is fuzzed: a property that holds for all the cases that fast-check makes. */
import type fc from 'fast-check';

export interface Target {
  readonly name: string;
  /** Its part of all cases; the shares add up to 1. */
  readonly share: number;
  /** @param onCase called for each case */
  readonly property: (onCase: () => void) => fc.IRawProperty<unknown>;
}
