/** What a Gradescope container has room for: how many files at once, with which limits. */
import { totalmem } from 'node:os';
import { defaultLimits, type Limits } from '../limits.ts';

const MiB = 2 ** 20;

/** Grader, parser process and reference, without sandboxes: peaks of 346 to 367 MiB, measured in 600 and 768 MiB. */
const GRADER_BYTES = 384 * MiB;
/** A correct solution's sandbox peaked at 114 MiB. */
const LEAST_SANDBOX_BYTES = 192 * MiB;

/**
 * For all files of one submission, out of Gradescope's 10 minutes: the engine starts before it, and a file that is running when
 * it is over may still start a sandbox and finish a check.
 */
const SUBMISSION_WALL_MS = 420_000;
const WALL_STRETCH = 2;

export interface Resources {
  readonly concurrency: number;
  readonly limits: Partial<Limits>;
}

export type Fit =
  | { readonly fits: true; readonly resources: Resources }
  | { readonly fits: false; readonly why: string };

/** Memory of the container: the limit of its control group, else the machine's. */
export function containerMemoryBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/** As many sandboxes as fit, at most two; if memory is short, one with a lower limit. */
export function fitInto(memoryBytes: number): Fit {
  const roomBytes = memoryBytes - GRADER_BYTES;
  if (roomBytes < LEAST_SANDBOX_BYTES) {
    const [has, needs] = [memoryBytes, GRADER_BYTES + LEAST_SANDBOX_BYTES].map((bytes) => Math.ceil(bytes / MiB));
    const why = `The container has ${has} MiB of memory, the grader needs ${needs} MiB. Give it more ("Container Specifications" in Gradescope's autograder settings).`;
    return { fits: false, why };
  }
  const concurrency = roomBytes >= 2 * defaultLimits.memoryBytes ? 2 : 1;
  const memory = Math.min(defaultLimits.memoryBytes, Math.floor(roomBytes / concurrency / MiB) * MiB);
  const limits = {
    memoryBytes: memory,
    heapBytes: Math.min(defaultLimits.heapBytes, memory),
    submissionWallMs: SUBMISSION_WALL_MS,
    wallStretch: WALL_STRETCH,
  };
  return { fits: true, resources: { concurrency, limits } };
}
