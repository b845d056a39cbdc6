/** What a misconception is: a wrong version of one function, made executable, and the hint for whoever wrote it. */
import type { Exports, Subject } from '../../harness/check.ts';

export interface Misconception {
  /** e.g. `gram.reshape`; where one mistake has several forms, they share the first two words: `tvLoss.one.twice`. */
  readonly id: string;
  readonly subject: Subject;
  /** What is wrong, in one sentence, for course staff. */
  readonly wrong: string;
  /** What the student reads. */
  readonly hint: string;
  /** Shaped as the exports of the subject's module; what the subject does not need is left out. */
  readonly exports: Exports;
}

/** Writes down the variants of one subject: how its exports look around the function under test stands only once. */
export const variantsOf =
  <F>(subject: Subject, prefix: string, exportsWith: (f: F) => Exports) =>
  (id: string, wrong: string, hint: string, f: F): Misconception => ({
    id: `${prefix}.${id}`,
    subject,
    wrong,
    hint,
    exports: exportsWith(f),
  });
