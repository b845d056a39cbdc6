/**
 * Gradescope's results.json as its documentation has it (gradescope-autograders.readthedocs.io, "Specs"), and what this
 * grader adds in `extra_data`. Strict: a field that is not documented is an error.
 */
import { z } from 'zod';
import { severities } from '../../lib/submission/finding.ts';
import { findingCodes } from '../findings/index.ts';

/** Of `extra_data`; a change of meaning makes it a new one. */
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
    .strictObject({ check: z.string(), function: z.string(), module: z.string(), reason: z.string() })
    .optional(),
});

/** What a student did, or left undone, outside of any check: about the archive, a file, an import, a print. */
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
    /** Of the submission's content (lib/submission). */
    submission: sha256,
    /** Tells secrets apart and gives nothing of them away: other secret, other inputs. Results of before there was one lack it. */
    secret: z.string().optional(),
    /** Of fixtures/manifest.json, which holds the hashes of the fixtures. */
    fixtures: sha256,
    /** Of the weights file. */
    model: sha256,
    modelDescription: z.string(),
    /** Of the sources of grader, checks, library and reference. */
    harness: sha256,
    harnessVersion: z.string(),
    /** The engine, and TensorFlow.js's version. */
    engine: z.string(),
    node: z.string(),
    /** Function → the stage that decided it (grader/stages); not of what was not run. */
    stages: z.record(z.string(), z.union([z.literal(1), z.literal(2)])).optional(),
  })
  .readonly();

export type GradingReceipt = z.infer<typeof receiptSchema>;

/** What held the submission, for the record in every result. */
const containmentSchema = z
  .strictObject({
    level: z.enum(['bubblewrap', 'user', 'permission']),
    /** Protections that hold, e.g. `no network`, `memory 1024 MiB (cgroup v1)`. */
    held: z.array(z.string()).readonly(),
    /** What was not contained, e.g. `network open`. Empty only if nothing is missing. */
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
  /** `unknown`: no due date, or no time of submission. */
  timing: z.enum(['unknown', 'in time', 'in grace', 'late']),
  /** More submissions on one day than are graded: it was not run. */
  overLimit: z.boolean(),
});

export type PolicyRecord = z.infer<typeof policySchema>;

/** `graded`: has a score; `refused`: a score of 0 and the reason (the student's side); `failed`: no score, the grader's fault. */
const statusSchema = z.enum(['graded', 'refused', 'failed']);

export type GradingStatus = z.infer<typeof statusSchema>;

const extraSchema = z.strictObject({
  version: z.literal(RESULTS_VERSION),
  status: statusSchema,
  /** The grader's fault: no score was given, and the submission must be graded again. */
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
    /** In seconds: the one time in it. */
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
