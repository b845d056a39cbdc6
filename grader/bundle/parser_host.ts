/**
 * The parser host, the trusted side of parser_process.ts: one process for all submissions, started on first use, killed when a request takes too long or
 * too much, replaced by the next request. Requests go one at a time, so that a limit concerns one file only.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { serialQueue } from '../../lib/serial_queue.ts';
import { idleDataBytes } from '../idle_data.ts';
import { parserLimits } from './limits.ts';
import { parserProcessCode } from './parser_code.ts';
import type { Reply, Request } from './parser_process.ts';

/** `stopped`: the request did not end within the limits, or the parser process broke down over it. */
export type Answer<T> = { readonly kind: 'answered'; readonly value: T } | { readonly kind: 'stopped' };

type Event =
  | { readonly kind: 'message'; readonly message: unknown }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'exit' };

let child: ChildProcess | undefined;
const runExclusively = serialQueue();

/** What all files of one submission may take of the parser process together: others wait for it. */
export interface ReadingBudget {
  leftMs: number;
}

/** @throws Error when the child cannot start: the grader's fault */
export function ask<T>(request: Request, budget: ReadingBudget = { leftMs: Infinity }): Promise<Answer<T>> {
  return runExclusively(async () => {
    const startMs = performance.now();
    const first = await askOnce<T>(request, Math.min(parserLimits.timeoutMs, budget.leftMs));
    const tookMs = performance.now() - startMs;
    budget.leftMs = Math.max(0, budget.leftMs - tookMs);
    // Once may be the machine's fault (a child killed because memory ran out elsewhere); twice, or slowly, is the request's.
    if (first.kind === 'answered' || tookMs > parserLimits.timeoutMs / 2 || budget.leftMs === 0) return first;
    return askOnce<T>(request, Math.min(parserLimits.timeoutMs, budget.leftMs));
  });
}

/** Starts the child ahead of need: it takes about a second. */
export function warmParser(): Promise<void> {
  return runExclusively(async () => {
    child ??= await start();
  });
}

/** Ends the child, if there is one. It would not keep the process alive; tests and servers like to be tidy. */
export function closeParser(): void {
  if (child) kill(child);
  child = undefined;
}

async function askOnce<T>(request: Request, timeoutMs: number): Promise<Answer<T>> {
  if (timeoutMs <= 0) return { kind: 'stopped' };
  child ??= await start();
  const current = child;
  hold(current, true);
  const reply = nextEvent(current, timeoutMs);
  // An error here is a child that has just ended: the event says so.
  current.send(request, () => {});
  const event = await reply;
  hold(current, false);
  if (event.kind === 'message') {
    const message = event.message as Reply;
    if (message.ok) return { kind: 'answered', value: message.value as T };
    closeParser();
    // A source can bring down what reads it (TypeScript, esbuild): that costs this file, and staff hear of it.
    console.error(`The parser of submissions broke down over a file: ${message.fault}`);
    return { kind: 'stopped' };
  }
  closeParser();
  return { kind: 'stopped' };
}

async function start(): Promise<ChildProcess> {
  const code = await parserProcessCode();
  const node = [process.execPath, `--max-old-space-size=${parserLimits.maxHeapMib}`, '--input-type=module', '-'];
  const [program, ...args] =
    process.platform === 'linux' ? ['/bin/sh', '-c', LIMITED, 'sh', dataLimitKib(), ...node] : node;
  const started = spawn(program as string, args, {
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: {},
    // A group of its own, so that esbuild's process is killed with it.
    detached: true,
  });
  started.stdin?.on('error', () => {}).end(code); // one that has ended at once: the event below says so
  let complaints = '';
  started.stderr?.on('data', (chunk) => {
    complaints = (complaints + chunk).slice(-4000);
  });
  const event = await nextEvent(started, parserLimits.startTimeoutMs);
  if (event.kind === 'message') {
    hold(started, false);
    return started;
  }
  kill(started);
  throw new Error(`The parser of submissions did not start (${event.kind}). It wrote: ${complaints || 'nothing'}`);
}

/** Runs what follows the limit on its data. */
const LIMITED = 'ulimit -d "$1" && shift && exec "$@"';

const dataLimitKib = (): string => String(parserLimits.maxDataMib * 1024 + Math.ceil(idleDataBytes() / 1024));

function nextEvent(process: ChildProcess, timeoutMs: number): Promise<Event> {
  return new Promise((resolve) => {
    const settle = (event: Event) => {
      clearTimeout(timer);
      process.off('message', onMessage).off('exit', onExit).off('error', onExit);
      resolve(event);
    };
    const onMessage = (message: unknown) => settle({ kind: 'message', message });
    const onExit = () => settle({ kind: 'exit' });
    const timer = setTimeout(() => settle({ kind: 'timeout' }), timeoutMs);
    process.on('message', onMessage).on('exit', onExit).on('error', onExit);
    if (process.exitCode !== null || process.signalCode !== null) onExit();
  });
}

/** Whether this process waits for the child. An idle child holds nobody. */
function hold(process: ChildProcess, isWaiting: boolean): void {
  const method = isWaiting ? 'ref' : 'unref';
  process[method]();
  process.channel?.[method]();
  const stderr = process.stderr as unknown as { ref(): void; unref(): void } | null;
  stderr?.[method]();
}

function kill(process: ChildProcess): void {
  if (process.pid === undefined || process.exitCode !== null || process.signalCode !== null) return;
  try {
    globalThis.process.kill(-process.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has just ended by itself
  }
}
