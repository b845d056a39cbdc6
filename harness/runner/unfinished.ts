/** A step that did not come to an end of its own: the process that it ran in was ended, by us or by the code. */
import type { Verdict } from '../judge.ts';
import type { RunOutcome } from '../run.ts';

export interface Unfinished {
  readonly kind: 'unfinished';
  /** How it was ended, and what that usually means. */
  readonly message: string;
}

/** Not run, since the rules bar its file: the autograder would not run it either. */
interface Barred {
  readonly kind: 'barred';
  readonly message: string;
}

/** How a check ended on the student's machine. */
export type Ending = RunOutcome | Unfinished | Barred;

export const verdictOfUnfinished = ({ message }: Unfinished): Verdict => ({
  passed: false,
  reason: 'did not finish',
  detail: message,
});
