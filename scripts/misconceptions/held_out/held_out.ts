/**
 * Wrong variants that the catalogue does not hold, to measure what students with unforeseen mistakes are told. Written by
 * somebody who knew neither the relations nor the families of mistakes, and never to be tuned on: who adds one of these to the
 * catalogue removes it here. Only `like` was added later, where a hint that was given is true.
 */
import type { Exports, Subject } from '../../../harness/check.ts';
import type { Variant } from '../../../harness/variant.ts';

export interface HeldOut extends Variant {
  readonly id: string;
  /** What is wrong, in one sentence. */
  readonly wrong: string;
  /** The known misconceptions, by the start of their ids, whose hint is true of it too. */
  readonly like: readonly string[];
}

/** Defines the variants of one subject, with a method or a function each. */
export const heldOutOf =
  <F>(subject: Subject, exportsWith: (f: F) => Exports) =>
  (id: string, wrong: string, f: F, ...like: string[]): HeldOut => ({
    id,
    subject,
    wrong,
    like,
    exports: exportsWith(f),
  });
