/**
 * The course's rules about time: what is late, and how many submissions a day are graded. They depend on the times of
 * submission only, never on the time of grading, so grading again gives the same.
 */
import { findings } from '../findings/index.ts';
import type { PolicyRecord } from '../report/results_schema.ts';
import type { Finding, Grading } from '../types.ts';
import { latest, type SubmissionMetadata } from './metadata.ts';

export type { PolicyRecord } from '../report/results_schema.ts';

export interface Policy {
  /** ISO 8601 with an offset; applies to everyone without an extension, and overrides the metadata's. */
  readonly due?: string | undefined;
  /** Email address, number or file of a student → their own due date, if later. */
  readonly extensions?: Readonly<Record<string, string>> | undefined;
  /** Time after the due date without a penalty. */
  readonly graceHours: number;
  /** What a late submission loses, in percent of its points. By default 0: late work is only marked late. */
  readonly latePenaltyPercent: number;
  /** Further ones on the same calendar day, in the course's time zone (the offset of the submission's time), are not graded. */
  readonly maxSubmissionsPerDay?: number | undefined;
}

export const defaultPolicy: Policy = { graceHours: 48, latePenaltyPercent: 0 };

const HOUR_MS = 3_600_000;

/**
 * How the rules apply to one submission; part of its result. Undefined if no rule applies.
 *
 * @param people how the course's file may call its authors, beside what the metadata says
 */
export function applyRules(
  policy: Policy,
  metadata: SubmissionMetadata,
  people: readonly string[] = [],
): PolicyRecord | undefined {
  const { graceHours, latePenaltyPercent, maxSubmissionsPerDay } = policy;
  const { submitted, otherSubmissions, markedLate } = metadata;
  const own = extensionOf(policy, [...people, ...metadata.emails, ...metadata.ids]);
  const due = latest([policy.due ?? metadata.due, metadata.extended, own]);
  if (due === undefined && maxSubmissionsPerDay === undefined && !markedLate) return undefined;
  return {
    ...(submitted && { submitted }),
    ...(due && { due }),
    graceHours,
    latePenaltyPercent,
    ...(maxSubmissionsPerDay && { maxSubmissionsPerDay }),
    ...(markedLate && !submitted && { markedLate }),
    timing: timingOf(metadata, due, graceHours),
    overLimit:
      submitted !== undefined &&
      maxSubmissionsPerDay !== undefined &&
      isOverLimit(submitted, otherSubmissions, maxSubmissionsPerDay),
  };
}

/** Names of people in a course's file and elsewhere are compared by this. */
export const foldName = (name: string): string => name.normalize('NFC').trim().toLowerCase();

/** A group's work is due at the latest due date of its members. */
function extensionOf({ extensions = {} }: Policy, people: readonly string[]): string | undefined {
  const names = new Set(people.map(foldName));
  return latest(Object.entries(extensions).flatMap(([name, due]) => (names.has(foldName(name)) ? due : [])));
}

function timingOf(
  { submitted, markedLate }: SubmissionMetadata,
  due: string | undefined,
  graceHours: number,
): PolicyRecord['timing'] {
  // How late is unknown, so it may have been within the grace.
  if (!submitted) return markedLate && graceHours === 0 ? 'late' : 'unknown';
  if (!due) return 'unknown';
  const lateMs = Date.parse(submitted) - Date.parse(due);
  if (lateMs <= 0) return 'in time';
  return lateMs <= graceHours * HOUR_MS ? 'in grace' : 'late';
}

/**
 * The first of each day count, in order of submission. Later ones are ignored: Gradescope lists them too when it regrades an
 * earlier one.
 */
function isOverLimit(submitted: string, others: readonly string[], perDay: number): boolean {
  const day = dayOf(submitted, offsetOf(submitted));
  const before = others.filter(
    (other) => Date.parse(other) < Date.parse(submitted) && dayOf(other, offsetOf(submitted)) === day,
  );
  return new Set(before).size >= perDay;
}

/** The calendar day at the time's own offset. */
function dayOf(time: string, offsetMs: number): number {
  return Math.floor((Date.parse(time) + offsetMs) / (24 * HOUR_MS));
}

/** Of a time such as `2018-07-01T14:22:32-07:00`: −7 hours. */
function offsetOf(time: string): number {
  const match = /([+-])(\d\d):?(\d\d)$/.exec(time);
  if (!match) return 0;
  const [, sign, hours, minutes] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) + Number(minutes) / 60) * HOUR_MS;
}

/** The result of a submission over the limit, which is not run. */
export function refuseOverLimit(name: string, maxScore: number, policy: PolicyRecord): Grading {
  const finding = findings.overDailyLimit(policy.maxSubmissionsPerDay!);
  return { name, status: 'refused', findings: [finding], checks: [], score: 0, maxScore, policy, durationMs: 0 };
}

/** The grading with the rules applied: a note, and a penalty if the course has one. */
export function withPolicy(grading: Grading, policy: PolicyRecord | undefined): Grading {
  if (!policy) return grading;
  const share = policy.timing === 'late' ? 1 - policy.latePenaltyPercent / 100 : 1;
  const score = Math.round(grading.score * share * 100) / 100;
  return { ...grading, policy, score, findings: [...describeTiming(policy), ...grading.findings] };
}

/** Undefined if it was in time, or that is unknown. */
function describeTiming({ timing, submitted, due, graceHours, latePenaltyPercent }: PolicyRecord): Finding[] {
  if (timing === 'unknown' || timing === 'in time') return [];
  if (!submitted) return [findings.markedLate(latePenaltyPercent)];
  const delay = duration(Date.parse(submitted) - Date.parse(due!));
  return [
    timing === 'late' ? findings.late(delay, graceHours, latePenaltyPercent) : findings.inGrace(delay, graceHours),
  ];
}

function duration(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}
