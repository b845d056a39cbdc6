/**
 * Recognizes known misconceptions by their answers to the stored fixtures. Their code stays with the course: of a wrong answer
 * only its shape and a few weighted sums of its numbers are stored, just enough to tell it from others.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CourseError } from '#lib/errors.ts';
import { Random } from '#lib/random.ts';
import type { ArrayData } from '#lib/tensor/array.ts';
import { agreeing } from './agreement.ts';
import type { Answers, Check } from './check.ts';
import type { RunOutcome } from './run.ts';

/** Weighted sums of each example. */
const SUMS = 4;

const tensorFingerprintSchema = z.strictObject({
  shape: z.array(z.number()),
  /** For each example its largest magnitude, then {@link SUMS} weighted sums; null if a number is not finite. */
  examples: z.array(z.array(z.number())).nullable(),
});

/** The outcome of one check: answers, or an error's message. */
const outcomeFingerprintSchema = z.union([z.record(z.string(), tensorFingerprintSchema), z.string()]);

const misconceptionSchema = z.strictObject({
  hint: z.string(),
  /** Check id → its outcome with this mistake. */
  endings: z.record(z.string(), outcomeFingerprintSchema),
});

export type TensorFingerprint = z.infer<typeof tensorFingerprintSchema>;
export type OutcomeFingerprint = z.infer<typeof outcomeFingerprintSchema>;
/** A known misconception in one function. */
export type RecordedMisconception = z.infer<typeof misconceptionSchema>;

/** One file for each function, named by the prefix of its checks' ids. */
export const hintsPath = (folder: string, { id }: Check): string => join(folder, 'hints', `${id.split('.')[0]}.json`);

/** The known misconceptions about a check's function. @throws CourseError if the file is missing or damaged */
export async function loadMisconceptions(folder: string, check: Check): Promise<RecordedMisconception[]> {
  const path = hintsPath(folder, check);
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new CourseError(`${path} cannot be read. Run \`npm run fixtures\`, or unpack the handout again.`, { cause });
  });
  const result = z.array(misconceptionSchema).safeParse(JSON.parse(text));
  if (result.success) return result.data;
  throw new CourseError(`${path} holds no hints: ${z.prettifyError(result.error)}. Run \`npm run fixtures\`.`);
}

/** @returns undefined if the function is not implemented yet */
export function outcomeFingerprint(check: Check, outcome: RunOutcome): OutcomeFingerprint | undefined {
  if (outcome.kind === 'notImplemented') return undefined;
  return outcome.kind === 'threw' ? outcome.message : tensorFingerprints(check, outcome.answers);
}

function tensorFingerprints({ perExample = false }: Check, answers: Answers): Record<string, TensorFingerprint> {
  return Object.fromEntries(
    Object.entries(answers).map(([name, array]) => [
      name,
      { shape: [...array.shape], examples: examplesOf(array, perExample) },
    ]),
  );
}

function examplesOf({ shape, data }: ArrayData, perExample: boolean): number[][] | null {
  const examples = perExample && shape.length > 1 ? shape[0]! : 1;
  const size = data.length / Math.max(1, examples);
  const sums = Array.from({ length: examples }, () => new Array<number>(1 + SUMS).fill(0));
  const random = new Random('hints');
  for (let i = 0; i < size; i++) {
    const weights = Array.from({ length: SUMS }, () => random.uniform(0.5, 1.5) * (random.int(2) === 0 ? 1 : -1));
    for (const [example, entry] of sums.entries()) {
      const value = data[example * size + i]!;
      if (!Number.isFinite(value)) return null;
      entry[0] = Math.max(entry[0]!, Math.abs(value));
      // Divided by the root, so that errors of one size with random signs give a sum of that size.
      for (const [k, weight] of weights.entries()) entry[1 + k]! += (weight * value) / Math.sqrt(size);
    }
  }
  return sums.map((entry) => entry.map((value) => Number(value.toPrecision(8))));
}

/** The outcome of one check of a student's function. */
export interface EndedCheck {
  readonly check: Check;
  readonly fingerprint: OutcomeFingerprint;
}

/**
 * The hint for the mistake that explains the outcomes of one function's checks (see {@link agreeing}). If several fit, all their
 * hints.
 *
 * @param ended the outcomes of one function, passed ones too
 */
export async function recognize(
  ended: readonly EndedCheck[],
  misconceptions: readonly RecordedMisconception[],
): Promise<string | undefined> {
  const found = await agreeing(misconceptions, ended, agrees);
  return [...new Set(found.map(({ hint }) => hint))].join(' Or: ') || undefined;
}

function agrees({ endings }: RecordedMisconception, { check, fingerprint }: EndedCheck): boolean {
  const wrong = endings[check.id];
  if (wrong === undefined) return false;
  if (typeof wrong === 'string' || typeof fingerprint === 'string') return wrong === fingerprint;
  return Object.entries(wrong).every(([name, wrongTensor]) => {
    const own = fingerprint[name];
    return own !== undefined && isSameFingerprint(own, wrongTensor, check.tolerance);
  });
}

function isSameFingerprint(actual: TensorFingerprint, wrong: TensorFingerprint, tolerance: number): boolean {
  const isSameShape = String(actual.shape) === String(wrong.shape);
  if (!isSameShape || !actual.examples || !wrong.examples) return isSameShape && actual.examples === wrong.examples;
  return actual.examples.every((entry, example) => {
    const expected = wrong.examples![example]!;
    const scale = expected[0] || 1;
    return entry.every((value, k) => Math.abs(value - expected[k]!) <= tolerance * scale);
  });
}
