/**
 * What a check is: data plus one function. The same definition runs in Vitest on the student's machine, in the grader's
 * sandbox, and on the reference to make the expected values. A check holds no expected value.
 */
import type * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import type { Random } from '#lib/random.ts';
import type { ArrayData } from '#lib/tensor/array.ts';

/** A value that goes into a check: stored, or sent to the sandbox, as it is. */
export type InputValue = ArrayData | number | boolean | string | readonly InputValue[];
export type Inputs = Readonly<Record<string, InputValue>>;

/** The inputs as the student's code gets them: every array a tensor. */
export type Loaded<T> = T extends ArrayData
  ? tf.Tensor
  : T extends readonly (infer E)[]
    ? Loaded<E>[]
    : T extends number
      ? number
      : T extends boolean
        ? boolean
        : T extends string
          ? string
          : { [K in keyof T]: Loaded<T[K]> };

/** The exports of a student's module (or of the reference's). What they really are is the student's business. */
// biome-ignore lint/suspicious/noExplicitAny: code under test has any shape until it is called
export type Exports = any;

export type Answers = Readonly<Record<string, ArrayData>>;

export interface CheckContext {
  /** The course's network for this run: SqueezeNet with the seeded, the embedded or real weights. */
  readonly model: Model;
  /** Where the student's files are, as a stack trace names them (location.ts); without it errors have no line. */
  readonly sources?: string;
  /**
   * Reference dependencies by name (see assignment.ts), in a graded run of a function that builds on others: a
   * mistake is counted once, where it is made. Absent when the student's own are used: in feedback runs, and in the handout.
   */
  readonly dependencies?: Readonly<Record<string, unknown>>;
}

export type CheckKind = 'value' | 'gradient' | 'property';

/** A function of the assignment, as it is graded. */
export interface Subject {
  /** e.g. `StyleLoss.gramMatrix` */
  readonly name: string;
  /** The student's file, e.g. `style_modules/style_loss.ts`. */
  readonly module: string;
  /** What its line says: "Test {title}: maximum relative error ...". */
  readonly title: string;
  /** Other subjects that it calls. A mistake in one of those must not be counted twice: graded runs get reference dependencies. */
  readonly builtOn?: readonly string[];
}

export interface Check<I extends Inputs = Inputs> {
  /** Unique, e.g. `gramMatrix.value.batch`; the part before the first dot is the subject's method. */
  readonly id: string;
  readonly subject: Subject;
  readonly kind: CheckKind;
  /** What is checked, in a student's words. */
  readonly title: string;
  readonly points: number;
  /** Who sees how a graded run of this check ended. Hidden checks are not in the handout. */
  readonly visibility: 'visible' | 'after_published' | 'hidden';
  /** Greatest maximum relative error that passes; derived from the measurements in fixtures/manifest.json. */
  readonly tolerance: number;
  /** Measure each example (first axis) against its own magnitude. */
  readonly perExample?: boolean;
  /** Whether the answer depends on the course's network. */
  readonly usesModel?: boolean;
  /** Fresh inputs; the same for the same random state, on every machine. */
  inputs(random: Random, facts: ModelFacts): I;
  /** Calls the code under test. Runs in the sandbox, inside `tf.tidy`. */
  answer(
    exports: Exports,
    inputs: Loaded<I>,
    context: CheckContext,
  ): Record<string, tf.Tensor> | Promise<Record<string, tf.Tensor>>;
  /**
   * For a property: what the answers should be, from the inputs and the answers alone (Gram equals its transpose, TV of a
   * constant is 0). Without it the reference's answers are expected. Host's side.
   */
  expected?(answers: Answers, inputs: I): Answers;
}

/** What inputs may depend on. */
export interface ModelFacts {
  readonly numClasses: number;
}

/** Keeps the type of a check's inputs while it is written down, and forgets it in the list. */
export function defineCheck<I extends Inputs>(check: Check<I>): Check {
  return check as unknown as Check;
}
