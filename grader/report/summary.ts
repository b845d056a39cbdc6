/** A grading by function. */
import type { Check } from '../../harness/check.ts';
import { type FunctionSummary, summarizeFunctions } from '../../harness/report/summary.ts';
import type { Grading } from '../types.ts';

/** The checks whose outcome the student may see. */
export const isVisible = ({ visibility }: Check): boolean => visibility === 'visible';

export function summarize({ checks }: Grading, include: (check: Check) => boolean = () => true): FunctionSummary[] {
  const graded = checks.filter(({ run, check }) => run === 'graded' && include(check));
  const feedbackOn = (check: Check) => checks.find((one) => one.run === 'feedback' && one.check === check);
  return summarizeFunctions(graded.map((one) => ({ graded: one, feedback: feedbackOn(one.check) })));
}
