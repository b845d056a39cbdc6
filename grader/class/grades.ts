/** The marks of a class as a table: one line for each submission, and for each student of the roster without one. */
import { basename } from 'node:path';
import { sumPoints } from '../../harness/points.ts';
import type { Results } from '../report/results_schema.ts';
import { toCsv } from './csv.ts';
import type { SubmissionMetadata } from './metadata.ts';
import { isBy, type Student } from './roster.ts';

export interface GradedSubmission {
  readonly path: string;
  /** Of its folder of results. */
  readonly name: string;
  readonly metadata: SubmissionMetadata;
  readonly results: Results;
}

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
];

export const maxScoreOf = ({ tests = [] }: Results): number => sumPoints(tests.map(({ max_score = 0 }) => max_score));

/** `grades.csv`: by the roster where there is one, in its order; what nobody on it handed in comes last. */
export function gradesCsv(graded: readonly GradedSubmission[], roster?: readonly Student[]): string {
  if (!roster) return toCsv([HEADER, ...graded.map((one) => line(one))]);
  const claimed = new Set<GradedSubmission>();
  const ofRoster = roster.flatMap((student) => {
    const own = graded.filter(({ path, metadata }) => isBy(student, path, metadata.emails));
    for (const one of own) claimed.add(one);
    if (own.length === 0) return [missing(student)];
    const note = own.length > 1 ? `${own.length} submissions of the same student` : '';
    return own.map((one) => line(one, student, note));
  });
  const others = graded.filter((one) => !claimed.has(one)).map((one) => line(one, undefined, 'not on the roster'));
  return toCsv([HEADER, ...ofRoster, ...others]);
}

function line(
  { path, name, metadata, results }: GradedSubmission,
  student?: Student,
  note = '',
): (string | number | undefined)[] {
  const { status, policy, receipt, findings } = results.extra_data;
  const refusal = findings.find(({ severity }) => severity === 'refused')?.message ?? '';
  const retry = status === 'failed' ? "not graded, by the grader's fault: grade again" : '';
  return [
    basename(path),
    student?.name || metadata.names.join('; '),
    student?.email || metadata.emails.join('; '),
    results.score,
    maxScoreOf(results) || undefined,
    status,
    policy?.timing ?? '',
    metadata.submitted ?? '',
    [note, retry, refusal].filter(Boolean).join('; '),
    name,
    receipt?.submission ?? '',
  ];
}

function missing({ file, name, email }: Student): (string | number | undefined)[] {
  return [file, name, email, undefined, undefined, 'no submission', ...Array.from({ length: 5 }, () => '')];
}
