/** What is known of each submission before anything is graded: its author, its time, and the rules about time. */
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PolicyRecord } from '../report/results_schema.ts';
import { commitTime } from './commit_time.ts';
import { exportMetadata } from './export_metadata.ts';
import type { Identity } from './identity.ts';
import { parseTime } from './local_time.ts';
import { identifyAll, matchStudents, namesOf } from './match.ts';
import { nothingKnown, readMetadata, type SubmissionMetadata } from './metadata.ts';
import { applyRules, type Policy } from './policy.ts';
import { type Roster, type Student, studentNames } from './roster.ts';

export interface Entry {
  readonly path: string;
  /** The name of its results folder. */
  readonly name: string;
  readonly metadata: SubmissionMetadata;
  readonly policy: PolicyRecord | undefined;
}

export interface GatherOptions {
  readonly policy: Policy;
  /** For a single submission without a time. */
  readonly submitted?: string | undefined;
  readonly roster?: Roster | undefined;
  readonly groups?: readonly (readonly string[])[] | undefined;
  /** Of times without an offset, in the roster. */
  readonly timeZone?: string | undefined;
}

/**
 * @param named path → name of its results folder
 * @throws CourseError if metadata cannot be used
 */
export async function gather(named: ReadonlyMap<string, string>, options: GatherOptions): Promise<Entry[]> {
  const perFolder = new Map<string, number>();
  for (const path of named.keys()) perFolder.set(dirname(path), (perFolder.get(dirname(path)) ?? 0) + 1);
  const ofExport = exportMetadata();
  const found: { path: string; name: string; metadata: SubmissionMetadata }[] = [];
  for (const [path, name] of named) {
    const isAlone = perFolder.get(dirname(path)) === 1;
    const metadata =
      (await readMetadata(path, isAlone)) ?? (await ofExport(path)) ?? (await ofClone(path)) ?? nothingKnown;
    found.push({ path, name, metadata });
  }
  const all = identifyAll(found);
  const students = studentsOf(all, options);
  return all.map((one) => {
    const { path, name, identity } = one;
    const own = students.get(one) ?? [];
    const metadata = withTime(one.metadata, identity, own, options);
    const people = [...namesOf(one), ...own.flatMap(studentNames)];
    return { path, name, metadata, policy: applyRules(options.policy, metadata, people) };
  });
}

type Found = { readonly identity: Identity; readonly metadata: SubmissionMetadata };

function studentsOf<T extends Found>(all: readonly T[], { roster, groups }: GatherOptions): Map<T, Student[]> {
  const students = new Map<T, Student[]>();
  for (const [student, own] of matchStudents(roster?.students ?? [], all, groups)) {
    for (const one of own) students.set(one, [...(students.get(one) ?? []), student]);
  }
  return students;
}

function withTime(
  metadata: SubmissionMetadata,
  { markedLate }: Identity,
  students: readonly Student[],
  { submitted, timeZone, policy }: GatherOptions,
): SubmissionMetadata {
  const zone = timeZone ?? /(?:[+-]\d\d:\d\d)$/.exec(policy.due ?? '')?.[0];
  const ofRoster = students.map((student) => parseTime(student.submitted, zone)).find(Boolean);
  const time = metadata.submitted ?? ofRoster ?? submitted;
  return { ...metadata, ...(time && { submitted: time }), ...(markedLate !== undefined && { markedLate }) };
}

async function ofClone(path: string): Promise<SubmissionMetadata | undefined> {
  const isClone = await stat(join(path, '.git')).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  const submitted = isClone ? await commitTime(path) : undefined;
  return submitted ? { ...nothingKnown, submitted } : undefined;
}
