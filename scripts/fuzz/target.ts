/** A fuzz target: a property that must hold for all cases that fast-check generates. */
import type fc from 'fast-check';

export interface Target {
  readonly name: string;
  /** Its share of all cases; the shares add up to 1. */
  readonly share: number;
  /** @param onCase called for each case */
  readonly property: (onCase: () => void) => fc.IRawProperty<unknown>;
}
