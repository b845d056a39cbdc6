/** What a cohort consists of, in a few lines, before anything is graded. */
import { basename } from 'node:path';
import { plainText } from '../../harness/report/text.ts';
import type { CourseRules } from './course_file.ts';
import type { Entry } from './gather.ts';
import type { Inputs } from './inputs.ts';
import { authorKey, identifyAll, matchStudents, namesOf } from './match.ts';
import { foldName } from './policy.ts';
import { type Roster, studentNames } from './roster.ts';

export interface Plan {
  readonly inputs: Inputs;
  readonly entries: readonly Entry[];
  readonly rules: CourseRules;
  readonly roster?: Roster | undefined;
}

/** `27 inputs: 25 submissions of 24 students, 2 ignored, 3 late, 4 without a time`, and a line for each thing to look at. */
export function describePlan({ inputs, entries, rules, roster }: Plan): string[] {
  const all = identifyAll(entries);
  const matched = matchStudents(roster?.students ?? [], all, rules.groups);
  const claimed = new Set([...matched.values()].flat());
  const strangers = all.filter((one) => !claimed.has(one));
  const students =
    [...matched.values()].filter((own) => own.length > 0).length + new Set(strangers.map(authorKey)).size;
  const late = entries.filter(({ policy }) => policy?.timing === 'late' || policy?.markedLate);
  const timeless = entries.filter(({ metadata }) => !metadata.submitted);
  const [ignored, absent] = [inputs.ignored, [...matched].filter(([, own]) => own.length === 0)];
  const counts = [
    `${count(entries.length, 'submission')} of ${count(students, 'student')}`,
    ignored.length > 0 && `${ignored.length} ignored`,
    late.length > 0 && `${late.length} late`,
    timeless.length > 0 && `${timeless.length} without a time`,
  ].filter(Boolean);
  const hasRules = entries.some(({ policy }) => policy?.due);
  const names = new Set([...all.flatMap(namesOf).map(foldName), ...(roster?.students ?? []).flatMap(studentNames)]);
  const called = [
    ...Object.keys(rules.extensions),
    ...rules.groups.flat(),
    ...rules.overrides.map(({ student }) => student),
  ];
  const unknown = [...new Set(called)].filter((name) => !names.has(foldName(name)));
  return [
    `${count(entries.length + ignored.length, 'input')}: ${counts.join(', ')}.`,
    ...ignored.map(({ path, why }) => `Ignored ${basename(path)}: ${why}.`),
    ...say(
      hasRules ? timeless : [],
      'No time, so not checked against the due date:',
      'Give a roster with the column "submitted".',
    ),
    ...say(
      late.filter(({ policy }) => policy?.timing !== 'late'),
      'Marked LATE by Canvas, which does not say by how much:',
      '',
    ),
    ...say(roster ? strangers : [], 'Not on the roster:', ''),
    ...(absent.length > 0
      ? [`On the roster without a submission: ${list(absent.map(([one]) => one.name || one.email || one.file))}.`]
      : []),
    ...(unknown.length > 0
      ? [`course.json names nobody of this cohort: ${list(unknown)}. Correct or remove them.`]
      : []),
    ...(roster && roster.unused.length > 0 ? [`Columns of the roster that are not used: ${list(roster.unused)}.`] : []),
  ].map((line) => plainText(line).trim());
}

function say(entries: readonly Pick<Entry, 'name'>[], what: string, then: string): string[] {
  return entries.length > 0 ? [`${what} ${list(entries.map(({ name }) => name))}. ${then}`] : [];
}

function list(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return rest > 0 ? `${names.slice(0, SHOWN).join(', ')} and ${rest} more` : names.join(', ');
}

const SHOWN = 8;

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
