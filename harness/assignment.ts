/** What an assignment is to the harness and the grader: data passed to them, never modules that they import. */
import type { SubmissionFormat } from '#lib/submission/index.ts';
import type { Check, CheckContext, Exports, Inputs, Subject } from './check.ts';
import type { Sums } from './relations/index.ts';
import type { RunOutcome } from './run.ts';
import type { AdviceOn } from './runner/advice.ts';
import type { Variant } from './variant.ts';

/** What the handout contains. */
export interface StudentAssignment {
  readonly submission: SubmissionFormat;
  /** Scripts in the root: `npm run NAME` calls the `main` of `NAME.ts`. */
  readonly entryScripts: readonly string[];
  /** In the handout's order of functions. The handout's list lacks the hidden ones. */
  readonly checks: readonly Check[];
  readonly adviceOn: AdviceOn;
  /** Help with a function for a student who is stuck, if there is any. */
  readonly guidanceOn?: (subject: Subject) => Guidance | undefined;
}

/** Three steps, each of which tells more. */
export interface Guidance {
  /** What holds for a right answer: something to try one's own with. */
  readonly property: string;
  /** Which operations lead there, in which order. */
  readonly method: string;
  /** The formula, with its indices and its source. */
  readonly formula: string;
}

/** The manifest, for staff and the grader. Paths are relative to the project's root. */
export interface Assignment extends StudentAssignment {
  /** Exports `checks`. The sandbox's runtime is built from it. */
  readonly checksModule: string;
  /**
   * Exports `hiddenChecks`, which are among the `checks`. Anything a submission can read in a process whose output is shown is
   * public, so in the runtime this file has an empty list, and hidden checks come to a process when its output is no longer
   * shown.
   */
  readonly hiddenChecksModule: string;
  /** What the points of all checks must add up to, before a course's file gives functions other points. Default: 100. */
  readonly totalPoints?: number;
  readonly referenceDependencies: readonly ReferenceDependency[];
  /** Files that call the library for what others write by hand: the grader never runs both kinds in one process. */
  readonly librarySolutions: readonly string[];
  readonly misconceptions: readonly Misconception[];
  readonly accepted: readonly Accepted[];
  /** A module of the reference with a variant's function in it: see `mergeVariant`. */
  readonly moduleWith: (variant: Variant, reference: Exports) => Exports;
  /** The misconception that explains the outcomes of one function's checks, if any. Runs no student code. */
  readonly explain: (runs: readonly CheckRun[], context: CheckContext) => Promise<Misconception | undefined>;
  /** What the expected values of a check are the sum of, if that is known: a relation may be that a part is missing. */
  readonly sumsOf?: (check: Check, inputs: Inputs) => Sums | undefined;
}

/**
 * A correct version of a function that others build on. Graded runs of those get it, in its own file, so that a mistake counts
 * only once, where it is made.
 */
export interface ReferenceDependency {
  /** The function's name in the list of subjects, e.g. `StyleLoss.gramMatrix`. */
  readonly subject: string;
  /** The file's export, and its name in {@link CheckContext.dependencies}. */
  readonly name: string;
  readonly file: string;
  /** The value of that export; the sandbox loads the file itself. */
  readonly implementation: unknown;
}

/** All reference dependencies, in the form of a check's context. */
export const dependenciesOf = ({ referenceDependencies }: Assignment): CheckContext['dependencies'] =>
  Object.fromEntries(referenceDependencies.map(({ name, implementation }) => [name, implementation]));

/** A wrong version of one function, executable, with the hint for students who wrote it. */
export interface Misconception extends Variant {
  /** e.g. `gram.reshape`; if one mistake has several forms, they share the first two words: `tvLoss.one.twice`. */
  readonly id: string;
  /** What is wrong, in one sentence, for course staff. */
  readonly wrong: string;
  /** The hint for the student. */
  readonly hint: string;
}

/** A correct solution unlike the reference: every check must accept it. */
export interface Accepted extends Variant {
  /** e.g. `gram.einsum` */
  readonly id: string;
  /** How it works. */
  readonly how: string;
}

/** The outcome of one check of a student's function. */
export interface CheckRun {
  readonly check: Check;
  readonly inputs: Inputs;
  readonly outcome: RunOutcome;
  readonly passed: boolean;
}
