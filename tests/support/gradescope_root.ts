/** A machine as Gradescope's: a root of its own, /autograder in it, root as the user, as much memory as a container has. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createGroup } from '../../grader/sandbox/cgroup.ts';
import { findProgram } from '../../grader/sandbox/levels/level.ts';
import { projectRoot } from '../../lib/root.ts';

/**
 * `open`: bubblewrap can run in it, and control groups can be made. `docker`: an unprivileged container, with Docker's
 * capabilities; the kernel refuses namespaces (it does in a chroot) and control groups are read-only.
 */
export type Kind = 'open' | 'docker';

export interface Ran {
  readonly code: number | null;
  /** stdout and stderr. */
  readonly said: string;
  /** Nothing where this machine limits no memory. */
  readonly peakBytes?: number | undefined;
  readonly ranOutOfMemory?: boolean | undefined;
}

/** Why no such root can be made here; nothing where it can. */
export function whyNoRoot(): string | undefined {
  if (process.platform !== 'linux') return 'not Linux';
  if (process.getuid?.() !== 0) return 'not root';
  const lacking = ['bwrap', 'chroot', 'setpriv', 'unzip'].filter((name) => !findProgram(name));
  return lacking.length > 0 ? `no ${lacking.join(', no ')}` : undefined;
}

/** Docker's default (docs.docker.com, "Runtime privilege and Linux capabilities"). */
const CAPABILITIES =
  'chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw sys_chroot mknod audit_write setfcap';

export class GradescopeRoot {
  private constructor(readonly folder: string) {}

  static async create(): Promise<GradescopeRoot> {
    const root = new GradescopeRoot(await mkdtemp(join(tmpdir(), 'a3-gradescope-')));
    for (const name of ['source/node_modules', 'submission', 'results']) {
      await mkdir(join(root.autograder, name), { recursive: true });
    }
    await mkdir(join(root.folder, 'opt'));
    return root;
  }

  /** `/autograder`, from outside. */
  get autograder(): string {
    return join(this.folder, 'autograder');
  }

  /** Runs a command in it. */
  async run(command: readonly string[], { kind = 'open' as Kind, memoryBytes = 2 ** 31 } = {}): Promise<Ran> {
    const group = createGroup({ memoryBytes, processes: 4096 });
    const child = spawn('/bin/sh', ['-c', 'read -r go && exec "$@"', 'sh', ...this.enter(kind), ...command], {
      env: {
        PATH: `${dirname(process.execPath)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
        HOME: '/root',
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    group?.add(child.pid!);
    child.stdin.end('\n');
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    const limited = group?.limitsMemory ? { peakBytes: group.peakBytes(), ranOutOfMemory: group.ranOutOfMemory() } : {};
    await group?.remove();
    return { code, said, ...limited };
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }

  private enter(kind: Kind): string[] {
    const at = kind === 'docker' ? '/box' : '';
    const node = dirname(dirname(process.execPath));
    const system = (to: string) => [
      ...['--ro-bind', '/usr', `${to}/usr`],
      ...['bin', 'sbin', 'lib', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `${to}/${name}`]),
    ];
    const wrap = [
      ...['bwrap', '--unshare-pid', '--die-with-parent', ...system(''), ...(at ? ['--dir', at, ...system(at)] : [])],
      ...['--ro-bind', '/etc', `${at}/etc`, '--proc', `${at}/proc`, '--dev', `${at}/dev`, '--tmpfs', `${at}/tmp`],
      ...(node.startsWith('/usr') ? [] : ['--ro-bind', node, `${at}${node}`]),
      ...['--bind', join(this.folder, 'opt'), `${at}/opt`, '--bind', this.autograder, `${at}/autograder`],
      ...['--ro-bind', join(projectRoot, 'node_modules'), `${at}/autograder/source/node_modules`],
      ...[kind === 'docker' ? '--ro-bind-try' : '--bind-try', '/sys/fs/cgroup', `${at}/sys/fs/cgroup`],
      ...['--chdir', `${at}/autograder`, '--'],
    ];
    if (kind === 'open') return wrap;
    const bounds = ['-all', ...CAPABILITIES.split(' ').map((name) => `+${name}`)].join(',');
    return [...wrap, 'chroot', at, 'setpriv', `--bounding-set=${bounds}`, `--inh-caps=-all`];
  }
}
