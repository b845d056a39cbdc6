/** The content of a golden submission's expected.json: only what was lost. */
import { summarize } from '../../grader/report/summary.ts';
import type { Grading } from '../../grader/types.ts';

export function outcomeOf(grading: Grading): object {
  const lost = summarize(grading).filter(({ checks }) => checks.some(({ state }) => state !== 'passed'));
  return {
    status: grading.status,
    findings: grading.findings.map(({ severity, code, file, line }) =>
      [severity, code, file, line].filter(Boolean).join(' '),
    ),
    lost: Object.fromEntries(
      lost.map(({ subject, points, maxPoints, checks, hints }) => [
        subject.name,
        {
          points: `${points} of ${maxPoints}`,
          checks: Object.fromEntries(
            checks
              .filter(({ state }) => state !== 'passed')
              .map(({ check, state, graded }) => [
                check.id,
                state === 'failed' && !graded.verdict.passed ? graded.verdict.reason : state,
              ]),
          ),
          ...(hints.length > 0 && { hints }),
        },
      ]),
    ),
  };
}
