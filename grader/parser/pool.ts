/** Parser processes that are started before there is anything to read. Each reads one submission, then ends. */
import type { ChildProcess } from 'node:child_process';
import { hasEnded, kill, startParserProcess } from './start.ts';

const waiting: Promise<ChildProcess>[] = [];
let wanted = 0;

/** Keeps so many waiting from now on; each holds about 100 MiB. */
export function keepParsersReady(count: number): void {
  wanted = count;
  while (waiting.length < wanted) {
    const started = startParserProcess();
    started.catch(() => undefined); // whoever takes it hears of it
    waiting.push(started);
  }
}

/** @throws Error when none can start: the grader's fault */
export async function takeParserProcess(): Promise<ChildProcess> {
  const ready = await waiting.shift()?.catch(() => undefined);
  keepParsersReady(wanted);
  // It may have ended while it waited, e.g. because memory ran out elsewhere.
  return ready && !hasEnded(ready) ? ready : startParserProcess();
}

/** Ends those that wait. They would not keep us alive; tests and servers like to be tidy. */
export async function closeParsers(): Promise<void> {
  wanted = 0;
  for (const started of await Promise.allSettled(waiting.splice(0))) {
    if (started.status === 'fulfilled') kill(started.value);
  }
}
