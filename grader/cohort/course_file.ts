/** `course.json`: what a course decides about an assignment, the same wherever it is graded. Every part is optional. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Check } from '../../harness/check.ts';
import { sumPoints } from '../../harness/points.ts';
import { CourseError } from '../../lib/errors.ts';
import { readInputFile } from '../../lib/files.ts';
import { decode } from './decode.ts';
import { defaultPolicy, type Policy } from './policy.ts';

const COURSE_FILE = 'course.json';

const time = z.iso.datetime({ offset: true });

const schema = z.strictObject({
  /** For everyone; ISO 8601 with an offset. */
  due: time.optional(),
  /** IANA name such as `America/New_York`, or an offset: of times that a learning system writes without one. */
  timeZone: z.string().refine(isTimeZone, 'no time zone; expected e.g. America/New_York or -05:00').optional(),
  graceHours: z.number().min(0).max(10_000).default(defaultPolicy.graceHours),
  latePenaltyPercent: z.number().min(0).max(100).default(defaultPolicy.latePenaltyPercent),
  maxSubmissionsPerDay: z.number().int().positive().optional(),
  /** Which submission counts if a student has several. */
  counts: z.enum(['last', 'first', 'best']).default('last'),
  /** Function, e.g. `StyleLoss.gramMatrix` → its points; its checks share them as they share the assignment's. */
  points: z.record(z.string(), z.number().min(0)).default({}),
  /** Student → due date. A student is named by email address, number or file. */
  extensions: z.record(z.string(), time).default({}),
  /** Lists of students who hand in together. */
  groups: z.array(z.array(z.string()).min(2)).default([]),
  /** Marks that course staff set by hand. */
  overrides: z
    .array(z.strictObject({ student: z.string(), score: z.number().min(0), reason: z.string().min(1) }))
    .default([]),
});

export type CourseRules = z.infer<typeof schema>;
export type Override = CourseRules['overrides'][number];

/**
 * @param path a file that must exist; without it, {@link COURSE_FILE} in `folder` if there is one
 * @throws CourseError if it cannot be used
 */
export async function readCourseFile(path: string | undefined, folder: string): Promise<CourseRules> {
  const found = path ?? join(folder, COURSE_FILE);
  if (path === undefined && !existsSync(found)) return schema.parse({});
  const { text } = decode(await readInputFile(found), found);
  return parseCourse(text, found);
}

export function parseCourse(text: string, path: string): CourseRules {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CourseError(`${path} is not JSON: ${(cause as Error).message}. Correct it.`, { cause });
  }
  const { data, error } = schema.safeParse(json);
  if (!data)
    throw new CourseError(`${path} cannot be used: ${z.prettifyError(error)}. docs/operating.md lists its keys.`);
  return data;
}

/** @param chosen what the command line says instead */
export function policyOf(rules: CourseRules, chosen: Partial<Policy> = {}): Policy {
  const { due, graceHours, latePenaltyPercent, maxSubmissionsPerDay, extensions, groups } = rules;
  const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
  return {
    due,
    graceHours,
    latePenaltyPercent,
    maxSubmissionsPerDay,
    extensions: forGroups(extensions, groups),
    ...given,
  };
}

/** One member's extension is the group's. */
function forGroups(extensions: CourseRules['extensions'], groups: CourseRules['groups']): CourseRules['extensions'] {
  const all = { ...extensions };
  for (const group of groups) {
    const dates = group.flatMap((member) => extensions[member] ?? []);
    const last = dates.sort((a, b) => Date.parse(b) - Date.parse(a))[0];
    if (last) for (const member of group) all[member] = last;
  }
  return all;
}

/** The checks with the course's points: in each function in proportion to the assignment's. */
export function withPoints(checks: readonly Check[], points: CourseRules['points']): readonly Check[] {
  const names = [...new Set(checks.map(({ subject }) => subject.name))];
  const unknown = Object.keys(points).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new CourseError(
      `${COURSE_FILE} gives points to ${unknown.join(', ')}. The functions are ${names.join(', ')}.`,
    );
  const scaled = new Map<Check, number>();
  for (const [name, total] of Object.entries(points)) {
    const own = checks.filter(({ subject }) => subject.name === name);
    const before = sumPoints(own.map((check) => check.points));
    const part = ({ points }: Check) => (before > 0 ? points / before : 1 / own.length);
    const shares = own.map((check) => Math.round(1000 * total * part(check)) / 1000);
    const rest = sumPoints([total, ...shares.map((share) => -share)]);
    const largest = shares.indexOf(Math.max(...shares));
    own.forEach((check, i) => void scaled.set(check, sumPoints([shares[i]!, i === largest ? rest : 0])));
  }
  return checks.map((check) => ({ ...check, points: scaled.get(check) ?? check.points }));
}

function isTimeZone(name: string): boolean {
  if (/^[+-]\d\d:\d\d$/.test(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
