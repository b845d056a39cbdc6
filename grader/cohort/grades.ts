/** A cohort's grades as a table: one row per submission, and one per student on the roster without one. */
import type { Results } from '../report/results_schema.ts';
import { toCsv } from './csv.ts';
import { type GradedSubmission, maxScoreOf, type Row } from './rows.ts';

const HEADER = [
  'file',
  'name',
  'email',
  'score',
  'max_score',
  'status',
  'timing',
  'submitted',
  'note',
  'results',
  'hash',
  'counts',
];

/** `grades.csv`. */
export const gradesCsv = (rows: readonly Row[]): string => toCsv([HEADER, ...rows.map(line)]);

function line({ student, work, score, counts, notes }: Row): (string | number | undefined)[] {
  if (!work) {
    const note = notes.join('; ');
    return [
      student?.file,
      student?.name,
      student?.email,
      score,
      undefined,
      'no submission',
      '',
      '',
      note,
      '',
      '',
      'yes',
    ];
  }
  const { identity, name, metadata, results } = work;
  const { status, policy, receipt } = results.extra_data;
  return [
    identity.file,
    student?.name || metadata.names.join('; '),
    student?.email || metadata.emails.join('; '),
    score,
    maxScoreOf(results) || undefined,
    status,
    policy?.timing ?? '',
    metadata.submitted ?? '',
    [...notes, ...problems(work)].join('; '),
    name,
    receipt?.submission ?? '',
    counts ? 'yes' : 'no',
  ];
}

/** Why a submission has no mark, or a mark that may not last. */
export function problems({ results, lastAttempt }: GradedSubmission): string[] {
  const { status, findings } = results.extra_data;
  const refusal = findings.find(({ severity }) => severity === 'refused')?.message;
  return [
    ...(status === 'failed' || lastAttempt !== 'ended' ? [retryNote(status, lastAttempt)] : []),
    ...(refusal ? [refusal] : []),
  ];
}

function retryNote(status: Results['extra_data']['status'], attempt: GradedSubmission['lastAttempt']): string {
  const what =
    status === 'failed'
      ? "not graded, by the grader's fault"
      : "graded again without success, by the grader's fault: this is the earlier result";
  return `${what}; ${attempt === 'set aside' ? 'set aside: grade it by hand' : 'grade again'}`;
}
