/**
 * Gradescope's results.json as documented (gradescope-autograders.readthedocs.io, "Specs"), and this grader's `extra_data`.
 * Strict: an undocumented field is an error.
 */
import { z } from 'zod';
import { severities } from '../../lib/submission/finding.ts';
import { findingCodes } from '../findings/index.ts';

/** Version of `extra_data`; a change of meaning increases it. */
export const RESULTS_VERSION = 1;

const visibility = z.enum(['visible', 'after_due_date', 'after_published', 'hidden']);
const format = z.enum(['text', 'html', 'simple_format', 'md', 'ansi']);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const testSchema = z.strictObject({
  score: z.number().min(0).optional(),
  max_score: z.number().min(0).optional(),
  status: z.enum(['passed', 'failed']).optional(),
  name: z.string().optional(),
  name_format: format.optional(),
  number: z.string().optional(),
  output: z.string().optional(),
  output_format: format.optional(),
  tags: z.array(z.string()).optional(),
  visibility: visibility.optional(),
  extra_data: z
    .strictObject({
      check: z.string(),
      function: z.string(),
      module: z.string(),
      reason: z.string(),
      /** The id of the known misconception that gives the same answers. */
      misconception: z.string().optional(),
    })
    .optional(),
});

/** A problem outside any check: with the archive, a file, an import, a print. */
const findingSchema = z
  .strictObject({
    severity: z.enum(severities),
    code: z.enum(findingCodes),
    file: z.string().optional(),
    line: z.number().int().positive().optional(),
    /** What is wrong and what to do, for the student. */
    message: z.string(),
  })
  .readonly();

export type Finding = z.infer<typeof findingSchema>;

/** Proves which run gave a result: two runs with equal receipts give equal results. All hashes are SHA-256, hex. */
const receiptSchema = z
  .strictObject({
    /** The submission's content (lib/submission). */
    submission: sha256,
    /** Identifies the secret without revealing it: another secret gives other inputs. Absent from older results. */
    secret: z.string().optional(),
    /** fixtures/manifest.json, which holds the hashes of the fixtures. */
    fixtures: sha256,
    /** The weights file. */
    model: sha256,
    modelDescription: z.string(),
    /** The sources of grader, checks, library and reference. */
    harness: sha256,
    harnessVersion: z.string(),
    /** The engine, and TensorFlow.js's version. */
    engine: z.string(),
    node: z.string(),
    /** Function → the stage that decided it (grader/stages); only for what was run. */
    stages: z.record(z.string(), z.union([z.literal(1), z.literal(2)])).optional(),
  })
  .readonly();

export type GradingReceipt = z.infer<typeof receiptSchema>;

/** How the submission was contained; recorded in every result. */
const containmentSchema = z
  .strictObject({
    level: z.enum(['bubblewrap', 'user', 'permission']),
    /** Protections in force, e.g. `no network`, `memory 1024 MiB (cgroup v1)`. */
    held: z.array(z.string()).readonly(),
    /** Missing protections, e.g. `network open`. Empty only if nothing is missing. */
    missing: z.array(z.string()).readonly(),
  })
  .readonly();

export type Containment = z.infer<typeof containmentSchema>;

/** How the course's rules about time apply (grader/cohort/policy.ts). Times are ISO 8601 with an offset. */
const policySchema = z.strictObject({
  submitted: z.string().optional(),
  due: z.string().optional(),
  graceHours: z.number().min(0),
  latePenaltyPercent: z.number().min(0).max(100),
  maxSubmissionsPerDay: z.number().int().positive().optional(),
  /** The learning system marked it late, and does not say when it was submitted. */
  markedLate: z.boolean().optional(),
  /** `unknown`: no due date, or no time of submission. */
  timing: z.enum(['unknown', 'in time', 'in grace', 'late']),
  /** Over the daily limit of graded submissions: it was not run. */
  overLimit: z.boolean(),
});

export type PolicyRecord = z.infer<typeof policySchema>;

/** `graded`: has a score; `refused`: a score of 0 and the reason (the student's side); `failed`: no score, the grader's fault. */
const statusSchema = z.enum(['graded', 'refused', 'failed']);

export type GradingStatus = z.infer<typeof statusSchema>;

const extraSchema = z.strictObject({
  version: z.literal(RESULTS_VERSION),
  status: statusSchema,
  /** The grader's fault: no score, and the submission must be graded again. */
  retry: z.boolean(),
  findings: z.array(findingSchema),
  containment: containmentSchema.optional(),
  /** Name, with its unit → value: grader/limits.ts. */
  limits: z.record(z.string(), z.number()).optional(),
  receipt: receiptSchema.optional(),
  policy: policySchema.optional(),
});

export const resultsSchema = z
  .strictObject({
    score: z.number().min(0).optional(),
    /** In seconds; the only time in the file. */
    execution_time: z.number().min(0).optional(),
    output: z.string().optional(),
    output_format: format.optional(),
    test_output_format: format.optional(),
    test_name_format: format.optional(),
    visibility: visibility.optional(),
    stdout_visibility: visibility.optional(),
    extra_data: extraSchema,
    tests: z.array(testSchema).optional(),
    leaderboard: z
      .array(
        z.strictObject({
          name: z.string(),
          value: z.union([z.number(), z.string()]),
          order: z.enum(['asc', 'desc']).optional(),
        }),
      )
      .optional(),
  })
  .refine(({ score, tests }) => score !== undefined || tests !== undefined, 'score or tests is required');

export type Results = z.infer<typeof resultsSchema>;
export type TestResult = NonNullable<Results['tests']>[number];
