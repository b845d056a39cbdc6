/** Parser processes that are started before there is anything to read. Each reads one submission, then ends. */
import type { ChildProcess } from 'node:child_process';
import { hasEnded, kill, startParserProcess } from './start.ts';

const waiting: Promise<ChildProcess>[] = [];

/** Starts parser processes until so many wait; each holds about 100 MiB. */
export function keepParsersReady(count: number): void {
  while (waiting.length < count) {
    const started = startParserProcess();
    started.catch(() => undefined); // whoever takes it hears of it
    waiting.push(started);
  }
}

/**
 * One that waits, else one that is started now.
 * @throws Error when none can start: the grader's fault
 */
export async function takeParserProcess(): Promise<ChildProcess> {
  const ready = await waiting.shift()?.catch(() => undefined);
  // It may have ended while it waited, e.g. because memory ran out elsewhere.
  return ready && !hasEnded(ready) ? ready : startParserProcess();
}

/** Ends those that wait. They would not keep us alive; tests and servers like to be tidy. */
export async function closeParsers(): Promise<void> {
  for (const started of await Promise.allSettled(waiting.splice(0))) {
    if (started.status === 'fulfilled') kill(started.value);
  }
}
