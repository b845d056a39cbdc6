/** The expected answers, and judging each run by them as it ends. */
import { setImmediate } from 'node:timers/promises';
import type { Answers } from '../../harness/check.ts';
import type { Course } from '../course.ts';
import { bytesOf, withoutExcess } from '../judge/excess.ts';
import { type JudgedRun, judgeRun } from '../judge/index.ts';
import type { PlannedRun } from '../plan.ts';
import { referenceAnswers } from '../reference.ts';
import type { SandboxOutcome } from '../types.ts';

/** The expected answers of each run, once they are known. */
export type Expected = ReadonlyMap<PlannedRun, Promise<Answers>>;

/** How runs ended and were judged. */
export type Judged = ReadonlyMap<PlannedRun, JudgedRun>;

/** The handout's are stored; the others are computed in the background, in the order of the runs. */
export function expectedAnswers(
  runs: readonly PlannedRun[],
  { fixtures, model }: Pick<Course, 'fixtures' | 'model'>,
): Expected {
  let last: Promise<unknown> = Promise.resolve();
  return new Map(
    runs.map((one) => {
      const { check, run, task } = one;
      const stored = run === 'feedback' ? fixtures.of.get(check.id)?.expected : undefined;
      if (stored) return [one, Promise.resolve(stored)];
      // The engine blocks the event loop; between two checks the host attends to its sandboxes.
      const answers = last.then(() => referenceAnswers(check, task.inputs, model));
      last = answers.then(() => setImmediate());
      last.catch(() => undefined); // the awaiting caller gets the error
      return [one, answers];
    }),
  );
}

/** An answer of a wrong shape is read too, so that its author learns of the shape: up to this much larger than a right one. */
const ROOM_FACTOR = 16;
const ROOM_BYTES = 2 ** 18;

/** Largest accepted answer. */
export async function answerBytes(run: PlannedRun, expected: Expected): Promise<number> {
  return ROOM_BYTES + ROOM_FACTOR * bytesOf(await expected.get(run)!);
}

/** Untrusted answers do not pile up: each is judged as it arrives, and cut to the size of a right one. */
export async function judged(run: PlannedRun, outcome: SandboxOutcome, expected: Expected): Promise<JudgedRun> {
  const right = await expected.get(run)!;
  return {
    ...run,
    outcome: withoutExcess(outcome, right),
    expected: right,
    verdict: judgeRun(run, outcome, right),
  };
}
