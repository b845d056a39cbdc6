/** Which protections a contained process has: read from the kernel, not from what was requested. */
import type { Limits } from '../../limits.ts';
import type { Containment } from '../../types.ts';
import type { ContainedProcess } from '../contained_process.ts';
import { innermost, namespaceOf, resourceLimit, status } from '../proc.ts';
import { isRoot, type LevelName } from './level.ts';

/** One protection: whether it is in force, its name, and how its absence is described. */
type Protection = readonly [holds: boolean, held: string, missing: string];

const NOT_ISOLATED = 'not isolated: this level stops accidents, not attacks';

export const NETWORK_OPEN = 'the network is open';

/** @param contained a process whose Node is running */
export function readContainment(level: LevelName, contained: ContainedProcess, limits: Limits): Containment {
  const protections =
    process.platform === 'linux' ? linuxProtections(level, contained, limits) : protectionsElsewhere();
  return {
    level,
    held: protections.filter(([holds]) => holds).map(([, held]) => held),
    missing: protections.filter(([holds]) => !holds).map(([, , missing]) => missing),
  };
}

function linuxProtections(level: LevelName, contained: ContainedProcess, limits: Limits): Protection[] {
  const pid = innermost(contained.processes());
  // Root in an unprivileged container cannot read another user's namespaces: then claim nothing.
  const isApart = (kind: string) => {
    const its = namespaceOf(pid, kind);
    return its !== undefined && its !== namespaceOf('self', kind);
  };
  const uid = Number(status(pid, 'Uid')?.split('\t')[0]);
  const MiB = 2 ** 20;
  const { group } = contained;
  const dataLimit = resourceLimit(pid, 'Max data size');
  const processLimit = resourceLimit(pid, 'Max processes');
  const isFiltered = status(pid, 'Seccomp') === '2';
  const memory = `memory ${limits.memoryBytes / MiB} MiB`;
  const protections: Protection[] = [
    [isApart('net') || isFiltered, 'no network', NETWORK_OPEN],
    [
      isApart('mnt'),
      'sees no files but Node, the course and the submission',
      'other files are kept away by Node alone',
    ],
    [isApart('pid'), 'sees no other processes', 'other processes can be seen'],
    [isApart('ipc') && isApart('uts'), 'IPC and host name of its own', 'IPC and host name are shared'],
    [isApart('user'), 'user namespace', 'no user namespace'],
    [isApart('cgroup'), 'cgroup namespace', 'no cgroup namespace'],
    [
      uid !== 0 && (isApart('user') || uid !== process.getuid?.()),
      isRoot ? 'a user of its own' : 'a user without rights',
      "the grader's own user",
    ],
    [/^0+$/.test(status(pid, 'CapEff') ?? ''), 'no capabilities', 'capabilities'],
    [status(pid, 'NoNewPrivs') === '1', 'no new privileges', 'programs may give it new privileges'],
    [
      isFiltered,
      'system calls filtered (seccomp): no new processes, no sockets',
      'system calls are not filtered (seccomp)',
    ],
    [level !== 'bubblewrap', "Node's permission model", ''],
    [level !== 'permission', '', NOT_ISOLATED],
    [
      group?.limitsMemory ?? false,
      `${memory} (cgroup v${group?.version})`,
      `no cgroup for memory: ${memory} is watched, not capped`,
    ],
    [dataLimit !== undefined, `data ${(dataLimit ?? 0) / MiB} MiB for each process (RLIMIT_DATA)`, 'no RLIMIT_DATA'],
    [
      (group?.limitsProcesses ?? false) || processLimit === limits.processes,
      `${limits.processes} processes and threads`,
      `the number of ${isFiltered ? '' : 'processes and '}threads is not limited`,
    ],
  ];
  return protections.filter(([holds, held, missing]) => (holds ? held : missing) !== '');
}

function protectionsElsewhere(): Protection[] {
  return [
    [true, "Node's permission model", ''],
    [false, '', NOT_ISOLATED],
    [false, '', NETWORK_OPEN],
    [false, '', 'memory outside the JavaScript heap, processor time and processes are not limited'],
  ];
}
