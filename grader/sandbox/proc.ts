/** What Linux reports about processes (/proc): which belong to a tree, what it has used. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Linux reports processor time in ticks of 1/100 s (USER_HZ), regardless of the kernel's own clock. */
const MS_PER_TICK = 10;

export const hasProc = process.platform === 'linux';

export interface Usage {
  /** Of all threads, and of ended children once their parent has waited for them. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly peakRssBytes: number;
}

/** A process and its descendants, itself first. Processes that left the tree by losing their parent are not found. */
export function tree(pid: number): number[] {
  const pids = [pid];
  for (let i = 0; i < pids.length; i++) pids.push(...children(pids[i]!));
  return pids;
}

function children(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return []; // it has ended
  }
}

/**
 * The process that is nobody's parent. In a sandbox that is Node, whatever started it. Numbers do not tell: after the
 * highest (pid_max, often 32 768) they start again, so a child's may be below its parent's.
 * @param pids a process and its descendants, in any order; at least one
 */
export function innermost(pids: readonly number[]): number {
  const parents = new Set(pids.map((pid) => Number(status(pid, 'PPid'))));
  return pids.find((pid) => !parents.has(pid) && !isZombie(pid)) ?? pids[0]!;
}

/** All processes that run as a user. */
export function processesOfUser(uid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => status(pid, 'Uid')?.split('\t')[0] === String(uid) && !isZombie(pid));
}

function isZombie(pid: number): boolean {
  return status(pid, 'State')?.[0] === 'Z';
}

/** Start time of a process in ticks since boot: with the PID it identifies the process, even if the PID is reused. */
export function startTicks(pid: number): number {
  return Number(statFields(pid)[19] ?? 0);
}

/** The fields of /proc/PID/stat from `state` (field 3) on: the name before it may contain anything (proc(5)). */
function statFields(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Summed over processes; ended ones count as 0. */
export function usageOf(pids: readonly number[]): Usage {
  let [cpuMs, rssBytes, peakRssBytes] = [0, 0, 0];
  for (const pid of pids) {
    // utime, stime, cutime and cstime are fields 14 to 17.
    for (const ticks of statFields(pid).slice(11, 15)) cpuMs += Number(ticks) * MS_PER_TICK;
    const text = read(`/proc/${pid}/status`);
    rssBytes += kibibytes(field(text, 'VmRSS'));
    peakRssBytes += kibibytes(field(text, 'VmHWM'));
  }
  return { cpuMs, rssBytes, peakRssBytes };
}

/**
 * How long the main threads of processes have been ready to run and waited for a core, summed; ended ones, and kernels that do
 * not count it, as 0.
 */
export function waitedMs(pids: readonly number[]): number {
  // Time on a core, time in the queue (both in ns), number of turns: Documentation/scheduler/sched-stats.rst.
  const waitedNs = pids.map((pid) => Number(read(`/proc/${pid}/schedstat`).split(' ')[1] ?? 0));
  return waitedNs.reduce((sum, ns) => sum + ns, 0) / 1e6;
}

/** The value of a line in /proc/PID/status; undefined if the process has ended. */
export function status(pid: number, name: string): string | undefined {
  return field(read(`/proc/${pid}/status`), name);
}

function field(text: string, name: string): string | undefined {
  return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1];
}

/** Whether a process is still running. A zombie is not. */
export function processIsAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !hasProc || !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process's namespace of a kind (`net`, `pid`, …). */
export function namespaceOf(pid: number | 'self', kind: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/${kind}`);
  } catch {
    return undefined; // it has ended, we may not read it, or this kernel has no such namespaces
  }
}

function kibibytes(text: string | undefined): number {
  return text === undefined ? 0 : Number.parseInt(text, 10) * 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it has ended
  }
}

/** A resource limit (setrlimit(2)) by its name in /proc/PID/limits; undefined if unlimited. */
export function resourceLimit(pid: number, name: string): number | undefined {
  const value = new RegExp(`^${name}\\s+(\\S+)`, 'm').exec(read(`/proc/${pid}/limits`))?.[1];
  return value === undefined || value === 'unlimited' ? undefined : Number(value);
}
