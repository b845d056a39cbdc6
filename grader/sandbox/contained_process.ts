/** One contained process with its user, its control group and its modules folder. */
import type { ChildProcess } from 'node:child_process';
import { chmod, chown, copyFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import type { Limits } from '../limits.ts';
import type { Runtime } from '../runtime/build.ts';
import { removeLeftovers } from '../runtime/cache.ts';
import { type ControlGroup, createGroup } from './cgroup.ts';
import { type Folders, isRoot, type Level, type User } from './levels/level.ts';
import { ownedName } from './owner.ts';
import { hasProc, tree, type Usage, usageOf } from './proc.ts';
import { endAll, spawnSandboxed } from './spawn.ts';
import { type ReservedUser, reserveUser } from './users.ts';

export interface ContainedProcessOptions {
  readonly level: Level;
  readonly runtime: Runtime;
  readonly limits: Limits;
  /** The reference dependencies that the process may read. */
  readonly dependencies: readonly string[];
  /** What Node runs, given the folders as it sees them. */
  readonly entry: (inside: Folders) => readonly string[];
}

const MODULE_FOLDER = 'module';

let tidied: Promise<unknown> | undefined;

export class ContainedProcess {
  private written = 0;

  private constructor(
    readonly process: ChildProcess,
    /** The folders as the process sees them. */
    readonly inside: Folders,
    readonly group: ControlGroup | undefined,
    private readonly user: ReservedUser | undefined,
    private readonly moduleFolder: string,
  ) {}

  static async open(options: ContainedProcessOptions): Promise<ContainedProcess> {
    const beside = dirname(options.runtime.dir);
    tidied ??= removeLeftovers(dirname(beside));
    await tidied;
    const folder = join(beside, ownedName(MODULE_FOLDER));
    await mkdir(folder, { mode: 0o700 });
    const user = isRoot && options.level.name !== 'permission' ? reserveUser(dirname(beside)) : undefined;
    const group = createGroup(options.limits);
    try {
      return await ContainedProcess.start(options, folder, user, group);
    } catch (error) {
      await group?.remove();
      user?.release();
      await rm(folder, { recursive: true });
      throw error;
    }
  }

  private static async start(
    options: ContainedProcessOptions,
    folder: string,
    user: ReservedUser | undefined,
    group: ControlGroup | undefined,
  ): Promise<ContainedProcess> {
    const { level, runtime, limits, entry } = options;
    const beside = dirname(runtime.dir);
    if (user) await grantRead(user, folder);
    const dependencies = Object.fromEntries(
      options.dependencies.map((part) => [part, join(beside, 'dependencies', part)]),
    );
    const folders = { runtime: runtime.dir, module: folder, dependencies };
    const node = user ? await nodeForOthers(dirname(beside)) : process.execPath;
    const countsByUser = user !== undefined && !group?.limitsProcesses;
    const launch = await level.launch({ folders, limits, countsByUser, node });
    const child = spawnSandboxed({ launch, entry: entry(launch.inside), user, group });
    return new ContainedProcess(child, launch.inside, group, user, folder);
  }

  /**
   * @param folder a subfolder of the modules folder; each is written once
   * @returns the module's path, as the process sees it
   */
  async writeModule(code: string, folder = ''): Promise<string> {
    const name = join(folder, `${this.written++}.mjs`);
    const path = join(this.moduleFolder, name);
    if (folder) {
      await mkdir(dirname(path), { mode: 0o700 });
      if (this.user) await grantRead(this.user, dirname(path));
    }
    await writeFile(path, code, { mode: 0o600 });
    if (this.user) {
      await chown(path, 0, this.user.gid);
      await chmod(path, 0o640);
    }
    return join(this.inside.module, name);
  }

  /** The process itself and its descendants; only the first where the system does not report them. */
  processes(): number[] {
    const grouped = this.group?.pids() ?? []; // everything it starts is in its group: one file to read instead of a whole tree
    const { pid } = this.process;
    if (grouped.length > 0 || pid === undefined) return grouped;
    return hasProc ? tree(pid) : [pid];
  }

  usage(): Usage {
    return usageOf(this.processes());
  }

  /** Resolves when no process is left; the control group can still be read. */
  end(): Promise<void> {
    return endAll(this.process, { user: this.user, group: this.group });
  }

  /** Ends everything and leaves no trace. */
  async close(): Promise<void> {
    await this.end();
    await this.group?.remove();
    this.user?.release();
    await rm(this.moduleFolder, { recursive: true, force: true });
  }
}

/** Readable by the sandbox's user only, and writable not even by that user. */
async function grantRead(user: User, folder: string): Promise<void> {
  await chown(folder, 0, user.gid);
  await chmod(folder, 0o750);
}

let reachableNode: Promise<string> | undefined;

/** A Node that every user can run: if it is in a private folder, as root's often is, a copy beside the runtimes. */
function nodeForOthers(cache: string): Promise<string> {
  reachableNode ??= (async () => {
    const node = process.execPath;
    if (await isForOthers(node)) return node;
    const { size, mtimeMs } = await stat(node);
    const copy = join(cache, `node-${size}-${Math.floor(mtimeMs)}`);
    const isWhole = await stat(copy).then(
      (found) => found.size === size,
      () => false,
    );
    if (isWhole) return copy;
    const unfinished = join(cache, ownedName('node'));
    await copyFile(node, unfinished);
    await chmod(unfinished, 0o755);
    await rename(unfinished, copy);
    return copy;
  })();
  return reachableNode;
}

async function isForOthers(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  const parent = dirname(path);
  return (mode & 0o001) !== 0 && (path === parse(path).root || isForOthers(parent));
}
