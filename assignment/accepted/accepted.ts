/** Defines accepted variants: correct solutions unlike the reference. */
import type { Accepted } from '../../harness/assignment.ts';
import type { Exports, Subject } from '../../harness/check.ts';

/** Defines the solutions of one subject: the module around the function is given only once. */
export const solutionsOf =
  <F>(subject: Subject, prefix: string, exportsWith: (f: F) => Exports) =>
  (id: string, how: string, f: F): Accepted => ({ id: `${prefix}.${id}`, subject, how, exports: exportsWith(f) });
