/** What an assignment is to the harness and the grader: data that they are handed, never modules that they import. */
import type { SubmissionFormat } from '#lib/submission/index.ts';
import type { Check, CheckContext, Exports, Inputs } from './check.ts';
import type { RunOutcome } from './run.ts';
import type { AdviceOn } from './runner/advice.ts';
import type { Variant } from './variant.ts';

/** What the handout holds. */
export interface StudentAssignment {
  readonly submission: SubmissionFormat;
  /** Files of the root that can be run: `npm run NAME` calls the `main` of `NAME.ts`. */
  readonly entryScripts: readonly string[];
  /** In the order in which students meet the functions. The handout's lack the hidden ones. */
  readonly checks: readonly Check[];
  readonly adviceOn: AdviceOn;
}

/** The manifest, for staff and the grader. Paths are relative to the project's root. */
export interface Assignment extends StudentAssignment {
  /** Exports `checks`. The sandbox's runtime is built from it. */
  readonly checksModule: string;
  /**
   * Exports `hiddenChecks`, which are among the `checks`. What a submission can read if its words are shown is public, so the
   * runtime has an empty list in place of this file, and hidden checks run in processes of their own.
   */
  readonly hiddenChecksModule: string;
  readonly referenceDependencies: readonly ReferenceDependency[];
  /** Files that call the library for what others write by hand: the grader never runs them in one process with those. */
  readonly librarySolutions: readonly string[];
  readonly misconceptions: readonly Misconception[];
  readonly accepted: readonly Accepted[];
  /** A module of the reference with a variant's function in it: see `mergeVariant`. */
  readonly moduleWith: (variant: Variant, reference: Exports) => Exports;
  /** The misconception behind how all checks of one function went, if one is. Runs no student's code. */
  readonly explain: (runs: readonly CheckRun[], context: CheckContext) => Promise<Misconception | undefined>;
}

/**
 * A right version of a function that others build on. Graded runs of those get it, alone in a file, so that a mistake is
 * counted once, where it is made.
 */
export interface ReferenceDependency {
  /** The function's name in the list of subjects, e.g. `StyleLoss.gramMatrix`. */
  readonly subject: string;
  /** The file's export, and the name by which checks find it in {@link CheckContext.dependencies}. */
  readonly name: string;
  readonly file: string;
  /** What the file exports by that name; the sandbox loads the file itself. */
  readonly implementation: unknown;
}

/** All reference dependencies, as a check's context holds them. */
export const dependenciesOf = ({ referenceDependencies }: Assignment): CheckContext['dependencies'] =>
  Object.fromEntries(referenceDependencies.map(({ name, implementation }) => [name, implementation]));

/** A wrong version of one function, made executable, and the hint for whoever wrote it. */
export interface Misconception extends Variant {
  /** e.g. `gram.reshape`; if one mistake has several forms, they share the first two words: `tvLoss.one.twice`. */
  readonly id: string;
  /** What is wrong, in one sentence, for course staff. */
  readonly wrong: string;
  /** What the student reads. */
  readonly hint: string;
}

/** A right solution unlike the reference: every check must accept it. */
export interface Accepted extends Variant {
  /** e.g. `gram.einsum` */
  readonly id: string;
  /** How it is done. */
  readonly how: string;
}

/** How one check went for a student's function. */
export interface CheckRun {
  readonly check: Check;
  readonly inputs: Inputs;
  readonly outcome: RunOutcome;
  readonly passed: boolean;
}
