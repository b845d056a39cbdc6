/**
 * Gradescope's results.json as its documentation has it (gradescope-autograders.readthedocs.io, "Specs"), and what this
 * grader adds in `extra_data`. Strict: a field that is not documented is an error.
 */
import { z } from 'zod';

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

const findingSchema = z.strictObject({
  severity: z.enum(['refused', 'file', 'warning']),
  code: z.string(),
  file: z.string().optional(),
  line: z.number().int().positive().optional(),
  message: z.string(),
});

const receiptSchema = z.strictObject({
  submission: sha256,
  /** Results of before there was one lack it. */
  secret: z.string().optional(),
  fixtures: sha256,
  model: sha256,
  modelDescription: z.string(),
  harness: sha256,
  harnessVersion: z.string(),
  engine: z.string(),
  node: z.string(),
});

/** How the course's rules about time apply (grader/class/policy.ts). Times are ISO 8601 with an offset. */
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

const extraSchema = z.strictObject({
  version: z.literal(RESULTS_VERSION),
  status: z.enum(['graded', 'refused', 'failed']),
  /** The grader's fault: no mark was given, and the submission is to be graded again. */
  retry: z.boolean(),
  findings: z.array(findingSchema),
  containment: z
    .strictObject({
      level: z.enum(['bubblewrap', 'user', 'permission']),
      held: z.array(z.string()),
      missing: z.array(z.string()),
    })
    .optional(),
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
