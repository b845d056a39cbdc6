/**
 * Level 1: bubblewrap. Separate namespaces for users, processes, network, IPC, host name, mounts and control groups. The file
 * system is Node, the libraries it is linked with, the runtime and the module, all read-only; no /proc, /dev or /tmp, and
 * nothing writable. No capabilities, no environment, a non-root user, a system call filter.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { seccompFilter } from '../seccomp.ts';
import {
  EXTRA_INPUT,
  type Folders,
  findProgram,
  type Launch,
  type LaunchOptions,
  type Level,
  nodeFlags,
  resourceLimits,
} from './level.ts';

const NAMESPACES = ['user', 'pid', 'net', 'ipc', 'uts'];

export const bubblewrap: Level = {
  name: 'bubblewrap',

  unavailableReason() {
    if (process.platform !== 'linux') return 'bubblewrap runs on Linux only';
    return findProgram('bwrap') ? undefined : 'bubblewrap (bwrap) is not installed';
  },

  async launch({ folders, limits, countsByUser, node }: LaunchOptions): Promise<Launch> {
    const dependencies = Object.fromEntries(
      Object.keys(folders.dependencies).map((part) => [part, `/dependencies/${part}`]),
    );
    const inside: Folders = { runtime: '/runtime', module: '/module', dependencies };
    const binds = [
      [node, '/node'],
      ...(await sharedLibraries(node)).map((path) => [path, path]),
      [folders.runtime, inside.runtime],
      [folders.module, inside.module],
      ...Object.entries(folders.dependencies).map(([part, folder]) => [folder, `/dependencies/${part}`]),
    ];
    const filter = seccompFilter();
    const command = [
      ...resourceLimits(limits, countsByUser),
      findProgram('bwrap') ?? 'bwrap',
      ...NAMESPACES.map((kind) => `--unshare-${kind}`),
      '--unshare-cgroup-try',
      ...['--uid', '1000', '--gid', '1000', '--hostname', 'sandbox'],
      ...['--cap-drop', 'ALL', '--die-with-parent', '--new-session', '--clearenv'],
      ...binds.flatMap(([from, to]) => ['--ro-bind', from!, to!]),
      ...['--remount-ro', '/', '--chdir', '/'],
      ...(filter ? ['--seccomp', String(EXTRA_INPUT)] : []),
      ...['--', '/node', ...nodeFlags(limits)],
    ];
    return { command, inside, extraInput: filter };
  },
};

const libraries = new Map<string, Promise<string[]>>();

/** The libraries a program is linked with, and the loader: every absolute path that ldd(1) prints. */
function sharedLibraries(program: string): Promise<string[]> {
  let found = libraries.get(program);
  if (!found) {
    found = promisify(execFile)('ldd', [program]).then(({ stdout }) => [
      ...new Set(stdout.split(/\s+/).filter((word) => word.startsWith('/') && word !== join(program))),
    ]);
    libraries.set(program, found);
  }
  return found;
}
