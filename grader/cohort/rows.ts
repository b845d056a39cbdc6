/** The cohort as one list: who handed in what, which submission counts, and the mark that stands. */
import { sumPoints } from '../../harness/points.ts';
import type { Results } from '../report/results_schema.ts';
import type { CourseRules, Override } from './course_file.ts';
import type { Identity } from './identity.ts';
import { authorKey, identifyAll, matchStudents, namesOf } from './match.ts';
import type { SubmissionMetadata } from './metadata.ts';
import { foldName } from './policy.ts';
import { type Roster, type Student, studentNames } from './roster.ts';

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

/** A submission of a student; of a group's, one for each student on the roster. */
export interface Row {
  readonly student?: Student | undefined;
  /** Undefined if there is none. */
  readonly work?: (GradedSubmission & { readonly identity: Identity }) | undefined;
  /** Whether this one gives the student's mark. */
  readonly counts: boolean;
  /** Undefined if there is no mark: nothing was handed in, or the grader failed. */
  readonly score?: number | undefined;
  /** Set by hand; {@link score} is its. */
  readonly override?: Override | undefined;
  /** What course staff should know of it; plain text. */
  readonly notes: readonly string[];
}

type Work = NonNullable<Row['work']>;
export type CohortRules = Pick<CourseRules, 'counts' | 'groups' | 'overrides'>;
export const noRules: CohortRules = { counts: 'last', groups: [], overrides: [] };

export const maxScoreOf = ({ tests = [] }: Results): number => sumPoints(tests.map(({ max_score = 0 }) => max_score));

/** In the roster's order if there is one, with work of students who are not on it at the end. */
export function classRows(
  submissions: readonly GradedSubmission[],
  roster?: Roster,
  rules: CohortRules = noRules,
): Row[] {
  const all = identifyAll(submissions);
  const matched = matchStudents(roster?.students ?? [], all, rules.groups);
  const rows = [...matched].flatMap(([student, own]) => rowsOf(student, own, rules));
  const claimed = new Set([...matched.values()].flat());
  const others = new Map<string, Work[]>();
  for (const one of all.filter((one) => !claimed.has(one))) {
    const key = authorKey(one);
    others.set(key, [...(others.get(key) ?? []), one]);
  }
  const note = roster ? ['not on the roster'] : [];
  return [...rows, ...[...others.values()].flatMap((own) => rowsOf(undefined, own, rules, note))];
}

/** One author's rows, in the order given. */
function rowsOf(student: Student | undefined, own: readonly Work[], rules: CohortRules, notes: string[] = []): Row[] {
  const names = new Set([...(student ? studentNames(student) : []), ...own.flatMap(namesOf).map(foldName)]);
  const override = rules.overrides.find((one) => names.has(foldName(one.student)));
  const said = override ? [...notes, `set by hand: ${override.reason}`] : notes;
  if (own.length === 0) return [{ student, counts: true, score: override?.score, override, notes: said }];
  const { chosen, isSure } = choose(own, rules.counts);
  return own.map((work) => {
    const counts = work === chosen;
    const several = own.length > 1 ? [severalNote(own.length, counts, isSure)] : [];
    const { score } = work.results;
    if (!counts || !override) return { student, work, counts, score, notes: [...notes, ...several] };
    const instead = [...notes, `set by hand, instead of ${score ?? 'no mark'}: ${override.reason}`, ...several];
    return { student, work, counts, score: override.score, override, notes: instead };
  });
}

function severalNote(count: number, counts: boolean, isSure: boolean): string {
  const which = counts ? 'this one counts' : 'another one counts';
  return `${count} submissions by the same student: ${which}${isSure ? '' : ', since the best is taken where their order is unknown'}`;
}

/** By time, else by the learning system's number of the upload; the best if neither is known of all. */
function choose(own: readonly Work[], rule: CourseRules['counts']): { chosen: Work; isSure: boolean } {
  const best = own.reduce((a, b) => ((b.results.score ?? -1) > (a.results.score ?? -1) ? b : a));
  if (rule === 'best' || own.length === 1) return { chosen: best, isSure: true };
  const times = own.map(({ metadata }) => (metadata.submitted ? Date.parse(metadata.submitted) : undefined));
  const uploads = own.map(({ identity }) => identity.upload);
  const order = [times, uploads].find((values) => values.every((value) => value !== undefined)) as number[] | undefined;
  if (!order) return { chosen: best, isSure: false };
  const wanted = rule === 'last' ? Math.max(...order) : Math.min(...order);
  return { chosen: own[order.indexOf(wanted)]!, isSure: true };
}
