/** A cohort's grades as a table: one row per submission, and one per student on the roster without one. */
import { sumPoints } from '../../harness/points.ts';
import type { Results } from '../report/results_schema.ts';
import { toCsv } from './csv.ts';
import { type Identity, identify } from './identity.ts';
import type { SubmissionMetadata } from './metadata.ts';
import { isBy, type Student } from './roster.ts';

export interface GradedSubmission {
  readonly path: string;
  /** The name of its results folder. */
  readonly name: string;
  readonly metadata: SubmissionMetadata;
  /** The latest; a failure of the grader does not replace one. */
  readonly results: Results;
  /** Whether the grader's last attempt failed, and whether it will try again by itself. */
  readonly lastAttempt: 'ended' | 'failed' | 'set aside';
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

/** `grades.csv`: in the roster's order if there is one, with work of students who are not on it at the end. */
export function gradesCsv(submissions: readonly GradedSubmission[], roster?: readonly Student[]): string {
  const graded = identifyAll(submissions);
  if (!roster) return toCsv([HEADER, ...graded.map((one) => line(one))]);
  const claimed = new Set<Identified>();
  const ofRoster = roster.flatMap((student) => {
    const own = graded.filter(({ identity, metadata }) => isBy(student, identity, metadata.emails));
    for (const one of own) claimed.add(one);
    if (own.length === 0) return [missing(student)];
    const note = own.length > 1 ? `${own.length} submissions by the same student` : '';
    return own.map((one) => line(one, student, note));
  });
  const others = graded.filter((one) => !claimed.has(one)).map((one) => line(one, undefined, 'not on the roster'));
  return toCsv([HEADER, ...ofRoster, ...others]);
}

type Identified = GradedSubmission & { readonly identity: Identity };

/** A name that several files share does not tell whose they are: their folders are added. */
function identifyAll(submissions: readonly GradedSubmission[]): Identified[] {
  const all = submissions.map((submission) => ({ ...submission, identity: identify(submission.path) }));
  const count = (file: string) => all.filter(({ identity }) => identity.file === file).length;
  return all.map((one) => {
    const { identity } = one;
    if (count(identity.file) === 1) return one;
    return { ...one, identity: { ...identity, file: identity.labels.at(-1)!, labels: identity.labels.slice(-1) } };
  });
}

function line(
  { identity, name, metadata, results, lastAttempt }: Identified,
  student?: Student,
  note = '',
): (string | number | undefined)[] {
  const { status, policy, receipt, findings } = results.extra_data;
  const refusal = findings.find(({ severity }) => severity === 'refused')?.message ?? '';
  const retry = status === 'failed' || lastAttempt !== 'ended' ? retryNote(status, lastAttempt) : '';
  return [
    identity.file,
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

function retryNote(status: Results['extra_data']['status'], attempt: GradedSubmission['lastAttempt']): string {
  const what =
    status === 'failed'
      ? "not graded, by the grader's fault"
      : "graded again without success, by the grader's fault: this is the earlier result";
  return `${what}; ${attempt === 'set aside' ? 'set aside: grade it by hand' : 'grade again'}`;
}

function missing({ file, name, email }: Student): (string | number | undefined)[] {
  return [file, name, email, undefined, undefined, 'no submission', ...Array.from({ length: 5 }, () => '')];
}
