/** Writes down accepted variants: right solutions unlike the reference. */
import type { Accepted } from '../../harness/assignment.ts';
import type { Exports, Subject } from '../../harness/check.ts';

/** Writes down the solutions of one subject: how its exports look around the function stands only once. */
export const solutionsOf =
  <F>(subject: Subject, prefix: string, exportsWith: (f: F) => Exports) =>
  (id: string, how: string, f: F): Accepted => ({ id: `${prefix}.${id}`, subject, how, exports: exportsWith(f) });
