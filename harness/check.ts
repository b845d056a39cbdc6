/**
 * What a check is: data plus one function. The same definition runs in Vitest on the student's machine, in the grader's
 * sandbox, and on the reference to compute the expected values. A check holds no expected value.
 */
import type * as tf from '@tensorflow/tfjs';
import type { Model } from '#lib/models/model.ts';
import type { Random } from '#lib/random.ts';
import type { ArrayData } from '#lib/tensor/array.ts';

/** An input value of a check, stored or sent to the sandbox unchanged. */
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

/** The exports of a student's module (or the reference's). They may be anything. */
// biome-ignore lint/suspicious/noExplicitAny: code under test has any shape until it is called
export type Exports = any;

export type Answers = Readonly<Record<string, ArrayData>>;

export interface CheckContext {
  /** The course's network for this run: SqueezeNet with the seeded, the embedded or real weights. */
  readonly model: Model;
  /** The student's folder, as stack traces name it (location.ts); without it errors have no line. */
  readonly sources?: string;
  /**
   * Reference dependencies by name (see assignment.ts), in a graded run of a function that builds on others: a mistake counts
   * only once, where it is made. Absent if the student's own are used: in feedback runs, and in the handout.
   */
  readonly dependencies?: Readonly<Record<string, unknown>>;
}

export type CheckKind = 'value' | 'gradient' | 'property';

/** A graded function of the assignment. */
export interface Subject {
  /** e.g. `StyleLoss.gramMatrix` */
  readonly name: string;
  /** The student's file, e.g. `style_modules/style_loss.ts`. */
  readonly module: string;
  /** Title of its line: "Test {title}: maximum relative error ...". */
  readonly title: string;
  /** Other subjects that it calls. A mistake in one of those must not count twice: graded runs get reference dependencies. */
  readonly builtOn?: readonly string[];
}

export interface Check<I extends Inputs = Inputs> {
  /** Unique, e.g. `gramMatrix.value.batch`; the part before the first dot is the subject's method. */
  readonly id: string;
  readonly subject: Subject;
  readonly kind: CheckKind;
  /** What is checked, in a student's terms. */
  readonly title: string;
  readonly points: number;
  /** Who sees the outcome of a graded run. Hidden checks are not in the handout. */
  readonly visibility: 'visible' | 'after_published' | 'hidden';
  /** Largest maximum relative error that passes; derived from the measurements in fixtures/manifest.json. */
  readonly tolerance: number;
  /** Measure each example (first axis) against its own magnitude. */
  readonly perExample?: boolean;
  /** What a relation between a wrong answer and the expected one may be about (relations/), beside what the inputs show. */
  readonly relations?: {
    /** Numbers by name that a wrong factor may be made of. */
    numbers?(inputs: I): Readonly<Record<string, number>>;
    /** Rank → names of the axes of an answer of that rank. Default: image, row, column and channel. */
    readonly axes?: Readonly<Record<number, readonly string[]>>;
  };
  /** Whether the answer depends on the course's network. */
  readonly usesModel?: boolean;
  /** Fresh inputs, determined by the random state on every machine. */
  inputs(random: Random, facts: ModelFacts): I;
  /** Calls the code under test. Runs in the sandbox, inside `tf.tidy`. */
  answer(
    exports: Exports,
    inputs: Loaded<I>,
    context: CheckContext,
  ): Record<string, tf.Tensor> | Promise<Record<string, tf.Tensor>>;
  /**
   * For a property: the expected answers, computed only from inputs and answers (Gram equals its transpose, TV of a constant is
   * 0). Without it the reference's answers are expected. Runs on the host.
   */
  expected?(answers: Answers, inputs: I): Answers;
}

/** Context that inputs may depend on. */
export interface ModelFacts {
  readonly numClasses: number;
}

/** Keeps the type of a check's inputs in its definition, and erases it in the list. */
export function defineCheck<I extends Inputs>(check: Check<I>): Check {
  return check as unknown as Check;
}
