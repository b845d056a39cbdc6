/** Whose submission is whose: a roster's students and the submissions' authors. */
import { type Identity, identify } from './identity.ts';
import type { SubmissionMetadata } from './metadata.ts';
import { foldName } from './policy.ts';
import { foldFile, type Student, studentNames } from './roster.ts';

export interface Authored {
  readonly identity: Identity;
  readonly metadata: SubmissionMetadata;
}

/** A name that several files share does not tell whose they are: their folders are added. */
export function identifyAll<T extends { readonly path: string }>(
  submissions: readonly T[],
): (T & { readonly identity: Identity })[] {
  const all = submissions.map((submission) => ({ ...submission, identity: identify(submission.path) }));
  const count = new Map<string, number>();
  for (const { identity } of all) count.set(identity.file, (count.get(identity.file) ?? 0) + 1);
  return all.map((one) => {
    const { identity } = one;
    if (count.get(identity.file) === 1) return one;
    return { ...one, identity: { ...identity, file: identity.labels.at(-1)!, labels: identity.labels.slice(-1) } };
  });
}

/** Everything by which a course's file may call the authors of a submission. */
export function namesOf({ identity, metadata }: Authored): string[] {
  const { labels, key, id, person } = identity;
  return [
    ...labels.map((label) => label.replace(/\.zip$/i, '')),
    ...labels,
    key,
    ...(id ? [id] : []),
    ...(person ? [person] : []),
    ...metadata.emails,
    ...metadata.ids,
  ];
}

/** One author's submissions without a roster: by number or address if known, else each file is somebody's. */
export function authorKey({ identity, metadata }: Authored): string {
  const people = [...metadata.emails, ...metadata.ids].map(foldName).sort();
  return people.length > 0 ? people.join(' ') : `${identity.system ?? ''} ${identity.key}`;
}

/**
 * Each student's submissions: by file, number, login or address; else by name, if only one student and one author have it.
 *
 * @param groups lists of students who hand in together
 */
export function matchStudents<T extends Authored>(
  students: readonly Student[],
  submissions: readonly T[],
  groups: readonly (readonly string[])[] = [],
): Map<Student, T[]> {
  const found = new Map(students.map((student) => [student, submissions.filter((one) => isBy(student, one))]));
  const claimed = new Set([...found.values()].flat());
  const free = submissions.filter((one) => !claimed.has(one) && one.identity.person);
  for (const [student, own] of found) {
    if (own.length > 0) continue;
    const hasName = (name: string) => nameForms(name).some((form) => nameForms(student.name).includes(form));
    const matches = free.filter(({ identity }) => hasName(identity.person!));
    const people = new Set(matches.map(authorKey));
    const namesakes = students.filter(({ name }) => hasName(name));
    if (people.size === 1 && namesakes.length === 1) found.set(student, matches);
  }
  for (const group of groups) {
    const names = group.map(foldName);
    const members = students.filter((student) => studentNames(student).some((name) => names.includes(name)));
    const work = [...new Set(members.flatMap((member) => found.get(member)!))];
    for (const member of members) found.set(member, work);
  }
  return found;
}

function isBy({ file, email, ids }: Student, { identity, metadata }: Authored): boolean {
  if (file !== '' && identity.labels.some((label) => foldFile(label) === foldFile(file))) return true;
  const known = [identity.id, ...metadata.ids].flatMap((id) => (id === undefined ? [] : foldName(id)));
  if (ids.some((id) => known.includes(foldName(id)))) return true;
  // GitHub Classroom: `assignment-3-login`.
  if (ids.some((id) => /\D/.test(id) && foldName(identity.file).endsWith(`-${foldName(id)}`))) return true;
  return email !== '' && metadata.emails.some((one) => foldName(one) === foldName(email));
}

/** Letters only, without accents, in both orders: Canvas drops spaces and accents, or writes ü as ue. */
function nameForms(name: string): string[] {
  const letters = (text: string) =>
    text
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^\p{L}\p{N}]/gu, '');
  const german = (text: string) =>
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/[äöü]/g, (c) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[c]!);
  const [last, first] = name.includes(',') ? name.split(',', 2) : [undefined, undefined];
  const orders = first === undefined ? [name] : [name, `${first} ${last}`];
  return [...new Set(orders.flatMap((order) => [letters(order), letters(german(order))]))].filter(Boolean);
}
