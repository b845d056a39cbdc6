/** What is kept of an answer after judging: no more than a right one has, whatever the submission sent. */
import type { Answers } from '../../harness/check.ts';
import type { SandboxOutcome } from '../types.ts';

export function bytesOf(answers: Answers): number {
  return Object.values(answers).reduce((sum, { data }) => sum + data.byteLength, 0);
}

/** Drops answers that were not asked for, and those larger than the right ones. */
export function withoutExcess(outcome: SandboxOutcome, expected: Answers): SandboxOutcome {
  if (outcome.kind !== 'answered') return outcome;
  const kept = Object.entries(outcome.answers).filter(([name, { data }]) => {
    const right = Object.hasOwn(expected, name) ? expected[name] : undefined;
    return right !== undefined && data.byteLength <= right.data.byteLength;
  });
  return { ...outcome, answers: Object.fromEntries(kept) };
}
