/** Writes down misconceptions: wrong versions of one function, made executable. */
import type { Misconception } from '../../harness/assignment.ts';
import type { Exports, Subject } from '../../harness/check.ts';

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
