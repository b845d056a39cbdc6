/** Starts a parser process, within its limits. */
import { type ChildProcess, spawn } from 'node:child_process';
import { idleDataBytes } from '../idle_data.ts';
import { parserLimits } from './limits.ts';
import { NODE_OPTIONS, parserProgram } from './program.ts';

export type Event =
  | { readonly kind: 'message'; readonly message: unknown }
  | { readonly kind: 'exit' }
  | { readonly kind: 'limit' };

/** @throws Error if it cannot start: the grader's fault */
export async function startParserProcess(): Promise<ChildProcess> {
  const node = [process.execPath, ...NODE_OPTIONS, await parserProgram()];
  const limits = [dataLimitKib(), String(parserLimits.processCpuSeconds)];
  const [program, ...args] = process.platform === 'linux' ? ['/bin/sh', '-c', LIMITED, 'sh', ...limits, ...node] : node;
  const started = spawn(program as string, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: {},
    // Its own process group, so that esbuild's process is killed with it.
    detached: true,
  });
  let complaints = '';
  started.stderr?.on('data', (chunk) => {
    complaints = (complaints + chunk).slice(-4000);
  });
  const event = await nextEvent(started, (limit) => {
    const timer = setTimeout(limit, parserLimits.startTimeoutMs);
    return () => clearTimeout(timer);
  });
  hold(started, false);
  if (event.kind === 'message') return started;
  kill(started);
  throw new Error(`The submission parser did not start (${event.kind}). It wrote: ${complaints || 'nothing'}`);
}

/** Runs a command under limits on data size and processor time. */
const LIMITED = 'ulimit -d "$1" && ulimit -t "$2" && shift 2 && exec "$@"';

const dataLimitKib = (): string => String(parserLimits.maxDataMib * 1024 + Math.ceil(idleDataBytes() / 1024));

/** @param watch calls `limit` when the wait is over; returns a function that stops it */
export function nextEvent(process: ChildProcess, watch: (limit: () => void) => () => void): Promise<Event> {
  return new Promise((resolve) => {
    const settle = (event: Event) => {
      unwatch();
      process.off('message', onMessage).off('exit', onExit).off('error', onExit);
      resolve(event);
    };
    const onMessage = (message: unknown) => settle({ kind: 'message', message });
    const onExit = () => settle({ kind: 'exit' });
    const unwatch = watch(() => settle({ kind: 'limit' }));
    process.on('message', onMessage).on('exit', onExit).on('error', onExit);
    if (hasEnded(process)) onExit();
  });
}

export const hasEnded = ({ pid, exitCode, signalCode }: ChildProcess): boolean =>
  pid === undefined || exitCode !== null || signalCode !== null;

/** Whether the process keeps this one alive. An idle one does not. */
export function hold(process: ChildProcess, isWaiting: boolean): void {
  const method = isWaiting ? 'ref' : 'unref';
  process[method]();
  process.channel?.[method]();
  const stderr = process.stderr as unknown as { ref(): void; unref(): void } | null;
  stderr?.[method]();
}

export function kill(process: ChildProcess): void {
  if (hasEnded(process)) return;
  try {
    globalThis.process.kill(-process.pid!, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has just ended
  }
}
