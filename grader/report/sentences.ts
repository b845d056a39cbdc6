/** What a student reads about a whole grading, the same in every report. */
import { plainText } from '../../harness/report/text.ts';
import type { Finding, Grading } from '../types.ts';

/** The first sentence of a report. */
export function describeStatus(grading: Grading): string {
  switch (grading.status) {
    case 'graded':
      return 'Graded.';
    case 'refused': {
      const reason = reasonOf(grading);
      return `This submission could not be graded, so it has 0 points. ${reason ? describeFinding(reason) : ''}`.trim();
    }
    case 'failed':
      return 'The grader could not finish. That is not your fault: no score was given, and the course staff will grade your work again.';
  }
}

/** Why a submission was refused. */
function reasonOf({ status, findings }: Grading): Finding | undefined {
  if (status !== 'refused') return undefined;
  return findings.find(({ severity }) => severity === 'refused') ?? findings[0];
}

/** The findings that {@link describeStatus} leaves out. */
export function furtherFindings(grading: Grading): readonly Finding[] {
  const shown = reasonOf(grading);
  return grading.findings.filter((finding) => finding !== shown);
}

/** A finding with its location. */
export function describeFinding({ file, line, message }: Finding): string {
  const location = file && (line ? `${file}:${line}` : file);
  const text = plainText(message);
  return location && !text.includes(location) ? `${plainText(location)}: ${text}` : text;
}
