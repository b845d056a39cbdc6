/**
 * A control group for one sandbox: the kernel limits memory and the number of processes of the whole tree.
 *
 * The group is created inside the grader's own (or, in version 2, beside it), so limits on the grader apply to its sandboxes
 * too.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Limits } from '../limits.ts';
import { isAbandoned, ownedName } from './owner.ts';

export type GroupLimits = Pick<Limits, 'memoryBytes' | 'processes'>;

/** How long a group may take to become empty after its last process was killed. */
const REMOVE_MS = 5_000;
const PREFIX = 'a3-sandbox';

export class ControlGroup {
  constructor(
    readonly version: 1 | 2,
    /** One folder in version 2; in version 1, one for each usable controller. */
    private readonly dirs: Readonly<Partial<Record<'memory' | 'pids', string>>>,
  ) {}

  get limitsMemory(): boolean {
    return this.dirs.memory !== undefined;
  }

  get limitsProcesses(): boolean {
    return this.dirs.pids !== undefined;
  }

  private get folders(): string[] {
    return [...new Set(Object.values(this.dirs))];
  }

  add(pid: number): void {
    for (const dir of this.folders) writeFileSync(join(dir, 'cgroup.procs'), String(pid));
  }

  pids(): number[] {
    const [dir] = this.folders;
    return dir === undefined ? [] : lines(join(dir, 'cgroup.procs')).map(Number);
  }

  /** Whether the kernel killed a process of the group for exceeding its memory. */
  ranOutOfMemory(): boolean {
    if (!this.dirs.memory) return false;
    const file = this.version === 1 ? 'memory.oom_control' : 'memory.events';
    return lines(join(this.dirs.memory, file)).some((line) => /^oom_kill [1-9]/.test(line));
  }

  /** Peak memory, page cache included; undefined if the kernel does not report it. */
  peakBytes(): number | undefined {
    if (!this.dirs.memory) return undefined;
    const [peak] = lines(join(this.dirs.memory, this.version === 1 ? 'memory.max_usage_in_bytes' : 'memory.peak'));
    return peak === undefined ? undefined : Number(peak);
  }

  /** @throws Error if processes are left */
  async remove(): Promise<void> {
    for (const dir of this.folders) {
      for (let waitedMs = 0; ; waitedMs += 10) {
        try {
          rmdirSync(dir);
          break;
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          if (code === 'ENOENT') break;
          if (code !== 'EBUSY') throw error;
          if (waitedMs >= REMOVE_MS)
            throw new Error(`Processes are left in the control group ${dir}.`, { cause: error });
          await sleep(10);
        }
      }
    }
  }
}

/** A new group with these limits; undefined if this machine does not allow one. */
export function createGroup(limits: GroupLimits, root = '/'): ControlGroup | undefined {
  if (process.platform !== 'linux') return undefined;
  const name = ownedName(PREFIX);
  return createV1(name, limits, root) ?? createV2(name, limits, root);
}

function createV1(name: string, limits: GroupLimits, root: string): ControlGroup | undefined {
  const memory = make(v1Folder('memory', root), name, (dir) => {
    write(dir, 'memory.limit_in_bytes', limits.memoryBytes);
    // Memory and swap together; absent if the kernel does not account for swap.
    if (existsSync(join(dir, 'memory.memsw.limit_in_bytes')))
      write(dir, 'memory.memsw.limit_in_bytes', limits.memoryBytes);
  });
  const pids = make(v1Folder('pids', root), name, (dir) => write(dir, 'pids.max', limits.processes));
  if (!memory && !pids) return undefined;
  return new ControlGroup(1, { ...(memory && { memory }), ...(pids && { pids }) });
}

function createV2(name: string, limits: GroupLimits, root: string): ControlGroup | undefined {
  const own = ownFolder(
    (_, controllers) => controllers === '',
    (type) => type === 'cgroup2',
    root,
  );
  if (!own) return undefined;
  // Also try beside the grader: a group that holds processes may not have subgroups with a memory limit. Not above the
  // hierarchy's root: an ordinary folder would accept the limits as files and limit nothing.
  for (const parent of own.isRoot ? [own.dir] : [own.dir, dirname(own.dir)]) {
    const dir = make(parent, name, (dir) => {
      if (!existsSync(join(dir, 'memory.max'))) write(parent, 'cgroup.subtree_control', '+memory +pids');
      write(dir, 'memory.max', limits.memoryBytes);
      if (existsSync(join(dir, 'memory.swap.max'))) write(dir, 'memory.swap.max', 0);
      write(dir, 'pids.max', limits.processes);
    });
    if (dir) return new ControlGroup(2, { memory: dir, pids: dir });
  }
  return undefined;
}

/** Creates and sets up a group below `parent`; undefined if that is not allowed, and then leaves nothing behind. */
function make(parent: string | undefined, name: string, setUp: (dir: string) => void): string | undefined {
  if (parent === undefined) return undefined;
  const dir = join(parent, name);
  try {
    removeLeftovers(parent);
    mkdirSync(dir);
  } catch {
    return undefined; // read-only or not ours: usual in a container
  }
  try {
    setUp(dir);
    return dir;
  } catch {
    rmdirSync(dir); // created, but without the controller we need
    return undefined;
  }
}

/** Removes groups of killed graders. */
function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(PREFIX) || !isAbandoned(join(parent, name))) continue;
    try {
      rmdirSync(join(parent, name));
    } catch {
      // Another grader was faster, or a process in it is still ending: the next new group removes it.
    }
  }
}

function v1Folder(controller: string, root: string): string | undefined {
  const has = (options: string) => options.split(',').includes(controller);
  return ownFolder(
    (_, controllers) => has(controllers),
    (type, options) => type === 'cgroup' && has(options),
    root,
  )?.dir;
}

/**
 * The folder of the grader's own group in a hierarchy: named by /proc/self/cgroup, located by /proc/self/mountinfo
 * (cgroups(7)).
 */
function ownFolder(
  isHierarchy: (id: string, controllers: string) => boolean,
  isMount: (type: string, options: string) => boolean,
  root: string,
):
  | { readonly dir: string /** The root of the hierarchy, as far as it is mounted here. */; readonly isRoot: boolean }
  | undefined {
  const group = lines(join(root, 'proc/self/cgroup'))
    .map((line) => /^(\d+):([^:]*):(.*)$/.exec(line))
    .find((match) => match && isHierarchy(match[1]!, match[2]!))?.[3];
  const mount = lines(join(root, 'proc/self/mountinfo'))
    .map((line) => {
      const [front, back] = line.split(' - ').map((half) => half.split(' '));
      return { from: front![3]!, at: front![4]!, type: back?.[0] ?? '', options: back?.[2] ?? '' };
    })
    .find(({ type, options }) => isMount(type, options));
  if (group === undefined || !mount) return undefined;
  const below = relative(mount.from, group);
  const dir = join(root, mount.at, below);
  return below.startsWith('..') || !existsSync(dir) ? undefined : { dir, isRoot: below === '' };
}

function write(dir: string, file: string, value: string | number): void {
  writeFileSync(join(dir, file), String(value));
}

function lines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  } catch (error) {
    // ENODEV: the group was removed after its file was opened.
    if (['ENOENT', 'ENODEV'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
