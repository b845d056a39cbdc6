/** A right solution unlike the reference: every check must accept it. */
import type { Exports, Subject } from '../../harness/check.ts';

export interface Accepted {
  /** e.g. `gram.einsum` */
  readonly id: string;
  readonly subject: Subject;
  /** How it is done. */
  readonly how: string;
  /** Shaped as the exports of the subject's module; what the subject does not need is left out. */
  readonly exports: Exports;
}

/** Writes down the solutions of one subject: how its exports look around the function stands only once. */
export const solutionsOf =
  <F>(subject: Subject, prefix: string, exportsWith: (f: F) => Exports) =>
  (id: string, how: string, f: F): Accepted => ({ id: `${prefix}.${id}`, subject, how, exports: exportsWith(f) });
