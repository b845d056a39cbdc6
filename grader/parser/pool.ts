/** Parser processes that are started ahead. Each reads one submission, then ends. */
import type { ChildProcess } from 'node:child_process';
import { hasEnded, kill, startParserProcess } from './start.ts';

const waiting: Promise<ChildProcess>[] = [];

/** Starts parser processes until this many wait; each holds about 100 MiB. */
export function keepParsersReady(count: number): void {
  while (waiting.length < count) {
    const started = startParserProcess();
    started.catch(() => undefined); // whoever takes it gets the error
    waiting.push(started);
  }
}

/**
 * A waiting one, else one that is started now.
 * @throws Error if none can start: the grader's fault
 */
export async function takeParserProcess(): Promise<ChildProcess> {
  const ready = await waiting.shift()?.catch(() => undefined);
  // It may have ended while it waited, e.g. because memory ran out elsewhere.
  return ready && !hasEnded(ready) ? ready : startParserProcess();
}

/** Ends those that wait. They do not keep this process alive; for tests and servers that clean up. */
export async function closeParsers(): Promise<void> {
  for (const started of await Promise.allSettled(waiting.splice(0))) {
    if (started.status === 'fulfilled') kill(started.value);
  }
}
