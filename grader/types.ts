/**
 * What passes between the phases: intake → rules → bundle → sandbox → judge → report.
 * Expected failures are values; an exception means a fault of the grader.
 */

import type { Inputs } from '../harness/check.ts';
import type { Verdict } from '../harness/judge.ts';
import type { ReportedRun } from '../harness/report/summary.ts';
import type { RunOutcome } from '../harness/run.ts';
import type { Containment, Finding, GradingReceipt, GradingStatus, PolicyRecord } from './report/results_schema.ts';

export type { Containment, Finding, GradingReceipt } from './report/results_schema.ts';

/** A submission's allow-listed files, read into memory: path (with `/`) → bytes. */
export interface Received {
  /** The zip's or folder's name, for display only. */
  readonly name: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** SHA-256 over the sorted allow-listed paths and bytes (lib/submission): the same for a zip and a folder. */
  readonly hash: string;
}

export interface Submission extends Received {
  /** Parses its files, in this submission's own process: grader/parser. */
  readonly parser: { ask<T>(request: object): Promise<ParserResult<T>> };
}

/** `stopped`: the request exceeded the limits, or crashed the parser process. */
export type ParserResult<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'stopped' };

export type IntakeResult =
  | { readonly ok: true; readonly submission: Received; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** One student's file as one self-contained ES module; the course's own modules stay imports. */
export type BundleResult =
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly finding: Finding };

/** One run of one check in the sandbox. */
export interface SandboxTask {
  readonly checkId: string;
  readonly inputs: Inputs;
  /** Reference dependencies that replace the student's own functions; sorted, none in a feedback run. */
  readonly dependencies: readonly string[];
}

/** Why the host ended a run: a fixed list. */
export type StopReason =
  | 'time limit'
  | 'memory limit'
  | 'output limit'
  | 'exited'
  | 'crashed'
  | 'broken protocol'
  | 'could not be loaded';

export type SandboxOutcome =
  | RunOutcome
  | {
      readonly kind: 'stopped';
      readonly reason: StopReason;
      readonly message?: string;
      /** Possibly our fault or the machine's: retry before it counts. */
      readonly mayBeOurs?: boolean;
    };

/** A run that the host ended. */
export type Stopped = Extract<SandboxOutcome, { kind: 'stopped' }>;

/** A check's result for one submission. In a graded run without details, since its inputs are not shown. */
export interface GradedCheck extends ReportedRun {
  /** `feedback`: stored inputs, no points, details shown. `graded`: fresh inputs, all the points, no details. */
  readonly run: 'feedback' | 'graded';
  readonly verdict: Verdict | { readonly passed: false; readonly reason: StopReason; readonly detail: string };
}

export interface Grading {
  readonly name: string;
  readonly status: GradingStatus;
  readonly findings: readonly Finding[];
  /** In the handout's order of functions; a check's feedback run before its graded one. */
  readonly checks: readonly GradedCheck[];
  readonly score: number;
  readonly maxScore: number;
  readonly containment?: Containment;
  readonly limits?: Readonly<Record<string, number>>;
  readonly receipt?: GradingReceipt;
  /** How the course's rules about time apply; `score` is after a penalty. */
  readonly policy?: PolicyRecord;
  /** Why it failed, for staff; never in a report. */
  readonly failure?: string;
  readonly durationMs: number;
}
