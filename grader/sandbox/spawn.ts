/** Starts a sandbox's process, and ends it with its descendants. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlGroup } from './cgroup.ts';
import { EXTRA_INPUT, type Launch, type User } from './levels/level.ts';
import { hasProc, processesOfUser, processIsAlive, tree } from './proc.ts';

/** Descriptor of the frame pipe in the child. */
export const FRAME_PIPE = 3;
/** How long processes may take to end after SIGKILL; longer means the kernel cannot end one. */
const END_MS = 10_000;

/**
 * The process must be in its control group before it starts others, so a shell waits for our go-ahead and then execs the
 * command. If the whole container runs out of memory, the kernel should kill the sandbox, not the grader (proc(5),
 * oom_score_adj).
 */
const WAIT = '{ echo 1000 > /proc/self/oom_score_adj; } 2> /dev/null; read -r go && exec "$@"';

export interface SpawnOptions {
  readonly launch: Launch;
  /** What Node runs. */
  readonly entry: readonly string[];
  readonly user?: User | undefined;
  readonly group?: ControlGroup | undefined;
}

export function spawnSandboxed({ launch, entry, user, group }: SpawnOptions): ChildProcess {
  const command = [...launch.command, ...entry];
  const [program, ...args] = hasProc ? ['/bin/sh', '-c', WAIT, 'sh', ...command] : command;
  const child = spawn(program!, args, {
    cwd: process.platform === 'win32' ? undefined : '/',
    env: {},
    stdio: ['pipe', 'pipe', 'pipe', 'pipe', ...(launch.extraInput ? (['pipe'] as const) : [])],
    ...user,
  });
  const ignore = () => {}; // it ended before it read the line; its exit event reports that
  child.stdin!.on('error', ignore);
  if (launch.extraInput) (child.stdio[EXTRA_INPUT] as Writable).on('error', ignore).end(launch.extraInput);
  try {
    if (group && child.pid !== undefined) group.add(child.pid);
  } catch (error) {
    child.kill('SIGKILL'); // it would wait for the line forever
    throw error;
  }
  child.stdin!.end('\n');
  return child;
}

/**
 * Kills a sandbox's process and its descendants, and resolves when all are gone.
 * @throws Error naming the processes that still run after ten seconds
 */
export async function endAll(
  child: ChildProcess,
  { user, group }: Pick<SpawnOptions, 'user' | 'group'>,
): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return; // it never started
  const seen = new Set<number>();
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  for (let waitedMs = 0; ; waitedMs += 10) {
    const below = new Set([...(ended() || !hasProc ? [] : tree(pid).slice(1)), ...(group?.pids() ?? [])]);
    // Only without a group: a grader in another container may have drawn the same user id.
    if (user && !group && hasProc) for (const other of processesOfUser(user.uid)) below.add(other);
    below.delete(pid);
    for (const other of below) {
      seen.add(other);
      kill(other);
    }
    // bubblewrap's outer process ends by itself after the inner ones: killed first, it would leave them orphaned. It is killed
    // if it has none, or does not end.
    if (!ended() && (below.size === 0 || waitedMs >= 200)) kill(pid);
    if (ended() && below.size === 0 && ![...seen].some(processIsAlive)) return;
    if (waitedMs >= END_MS) throw new Error(`Processes of a sandbox do not end: ${[...below].join(', ')}.`);
    await sleep(10);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
