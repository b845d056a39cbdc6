/**
 * The course's rules about time: what is late, and how often a day one may hand in. All follows from the times of the
 * submissions, never from the time of grading, so that grading again says the same.
 */
import { findings } from '../findings/index.ts';
import type { PolicyRecord } from '../report/results_schema.ts';
import type { Finding, Grading } from '../types.ts';
import type { SubmissionMetadata } from './metadata.ts';

export type { PolicyRecord } from '../report/results_schema.ts';

export interface Policy {
  /** ISO 8601 with an offset; holds for everybody, whatever the metadata say. */
  readonly due?: string | undefined;
  /** After the due date, without a penalty. */
  readonly graceHours: number;
  /** What a late submission loses of its points, in percent. By default nothing: late work is marked so, no more. */
  readonly latePenaltyPercent: number;
  /** Further ones of the same calendar day, in the course's time zone (the offset of the submission's time), are not graded. */
  readonly maxSubmissionsPerDay?: number | undefined;
}

export const defaultPolicy: Policy = { graceHours: 48, latePenaltyPercent: 0 };

const HOUR_MS = 3_600_000;

/** How the rules apply to one submission: a part of its result. Nothing if no rule says anything. */
export function applyRules(
  policy: Policy,
  { submitted, due: dueByMetadata, otherSubmissions }: SubmissionMetadata,
): PolicyRecord | undefined {
  const { graceHours, latePenaltyPercent, maxSubmissionsPerDay } = policy;
  const due = policy.due ?? dueByMetadata;
  if (due === undefined && maxSubmissionsPerDay === undefined) return undefined;
  return {
    ...(submitted && { submitted }),
    ...(due && { due }),
    graceHours,
    latePenaltyPercent,
    ...(maxSubmissionsPerDay && { maxSubmissionsPerDay }),
    timing: submitted && due ? timing(submitted, due, graceHours) : 'unknown',
    overLimit:
      submitted !== undefined &&
      maxSubmissionsPerDay !== undefined &&
      isOverLimit(submitted, otherSubmissions, maxSubmissionsPerDay),
  };
}

function timing(submitted: string, due: string, graceHours: number): PolicyRecord['timing'] {
  const lateMs = Date.parse(submitted) - Date.parse(due);
  if (lateMs <= 0) return 'in time';
  return lateMs <= graceHours * HOUR_MS ? 'in grace' : 'late';
}

/**
 * The first of each day count, as they came in. Later ones do not matter: Gradescope lists those too when an
 * earlier one is graded again.
 */
function isOverLimit(submitted: string, others: readonly string[], perDay: number): boolean {
  const day = dayOf(submitted, offsetOf(submitted));
  const before = others.filter(
    (other) => Date.parse(other) < Date.parse(submitted) && dayOf(other, offsetOf(submitted)) === day,
  );
  return new Set(before).size >= perDay;
}

/** The calendar day at this offset. */
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

/** A submission over the limit, which is not run. */
export function refuseOverLimit(name: string, maxScore: number, policy: PolicyRecord): Grading {
  const finding = findings.overDailyLimit(policy.maxSubmissionsPerDay!);
  return { name, status: 'refused', findings: [finding], checks: [], score: 0, maxScore, policy, durationMs: 0 };
}

/** The same grading with what the rules make of it: a note, and if the course wants that, a penalty. */
export function withPolicy(grading: Grading, policy: PolicyRecord | undefined): Grading {
  if (!policy) return grading;
  const share = policy.timing === 'late' ? 1 - policy.latePenaltyPercent / 100 : 1;
  const score = Math.round(grading.score * share * 100) / 100;
  return { ...grading, policy, score, findings: [...describeTiming(policy), ...grading.findings] };
}

/** Nothing if it came in time, or nobody knows. */
function describeTiming({ timing, submitted, due, graceHours, latePenaltyPercent }: PolicyRecord): Finding[] {
  if (timing === 'unknown' || timing === 'in time') return [];
  const delay = duration(Date.parse(submitted!) - Date.parse(due!));
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
