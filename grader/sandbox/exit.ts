/** What the end of a contained process means when the host did not cause it. */
import { constants } from 'node:os';
import type { Limits } from '../limits.ts';
import type { Stopped } from '../types.ts';
import type { ContainedProcess } from './contained_process.ts';

/** Node's exit code when the main module waits for something that never comes. */
const WAITS_FOR_NOTHING = 13;
/** Our exit code when a request cannot be served (child.ts). A submission can use it too. */
const FAULT_OF_OURS = 70;
/** If the heap is this full when the process aborts, it ran out of heap: V8 gives up a little below its limit. */
const FULL = 0.8;

export function explainExit(contained: ContainedProcess, peakRssBytes: number, limits: Limits): Stopped {
  const { signal, code } = endOf(contained);
  if (contained.group?.ranOutOfMemory()) return memoryLimit(limits);
  if (signal === 'SIGXCPU') return { kind: 'stopped', reason: 'time limit', message: 'it used up its processor time' };
  if (signal) {
    // V8 aborts when its heap is full or the system refuses memory.
    const full = peakRssBytes > FULL * Math.min(limits.heapBytes, limits.memoryBytes);
    if (full) return memoryLimit(limits);
    // SIGKILL comes from outside: from a system that is short of memory, or from a person.
    const crashed = { kind: 'stopped', reason: 'crashed', message: `it ended with ${signal}` } as const;
    return signal === 'SIGKILL' ? { ...crashed, mayBeOurs: true } : crashed;
  }
  const ended = `it ended with exit code ${code}`;
  if (code === FAULT_OF_OURS) return { kind: 'stopped', reason: 'crashed', message: ended, mayBeOurs: true };
  const why = code === WAITS_FOR_NOTHING ? 'it waited for something that never came' : ended;
  return { kind: 'stopped', reason: 'exited', message: why };
}

export function memoryMessage({ memoryBytes, heapBytes }: Limits): string {
  return `it needs more than ${memoryBytes / 2 ** 20} MiB (JavaScript objects: ${heapBytes / 2 ** 20} MiB)`;
}

function memoryLimit(limits: Limits): Stopped {
  return { kind: 'stopped', reason: 'memory limit', message: memoryMessage(limits) };
}

/** Shells and bubblewrap report a signal N as the exit code 128 + N. */
function endOf({ process: { exitCode, signalCode } }: ContainedProcess): {
  code: number | null;
  signal: string | null;
} {
  const signals = Object.entries(constants.signals);
  const signal = exitCode !== null && exitCode > 128 && signals.find(([, number]) => number === exitCode - 128)?.[0];
  return { code: exitCode, signal: signalCode ?? (signal || null) };
}
