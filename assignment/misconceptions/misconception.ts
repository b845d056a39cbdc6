/** Defines misconceptions: executable wrong versions of one function. */
import type { Misconception } from '../../harness/assignment.ts';
import type { Exports, Subject } from '../../harness/check.ts';

/** Defines the variants of one subject: the module around the function under test is given only once. */
export const variantsOf =
  <F>(subject: Subject, prefix: string, exportsWith: (f: F) => Exports) =>
  (id: string, wrong: string, hint: string, f: F): Misconception => ({
    id: `${prefix}.${id}`,
    subject,
    wrong,
    hint,
    exports: exportsWith(f),
  });
