import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGroup } from '../../../grader/sandbox/cgroup.ts';
import { ownerId } from '../../../grader/sandbox/owner.ts';

const limits = { memoryBytes: 512 * 2 ** 20, processes: 32 };

describe.skipIf(process.platform !== 'linux')('a control group, on a system made of files', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'a3-cgroup-'));
    mkdirSync(join(root, 'proc/self'), { recursive: true });
  });

  afterEach(() => rmSync(root, { recursive: true }));

  function describeSystem(groups: string[], mounts: string[]): void {
    writeFileSync(join(root, 'proc/self/cgroup'), `${groups.join('\n')}\n`);
    writeFileSync(join(root, 'proc/self/mountinfo'), `${mounts.join('\n')}\n`);
  }

  function only(folder: string): string {
    const [name] = readdirSync(join(root, folder)).filter((entry) => entry.startsWith('a3-sandbox.'));
    return join(root, folder, name!);
  }

  it('of version 1 has a folder for each controller, inside the grader’s own group', () => {
    describeSystem(
      ['9:pids:/', '4:memory:/jobs/7', '0::/'],
      [
        '30 20 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory',
        '31 20 0:27 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids',
      ],
    );
    for (const folder of ['memory/jobs/7', 'pids']) mkdirSync(join(root, 'sys/fs/cgroup', folder), { recursive: true });
    const group = createGroup(limits, root)!;
    expect(group).toMatchObject({ version: 1, limitsMemory: true, limitsProcesses: true });
    const memory = only('sys/fs/cgroup/memory/jobs/7');
    expect(readFileSync(join(memory, 'memory.limit_in_bytes'), 'utf8')).toBe(String(limits.memoryBytes));
    expect(readFileSync(join(only('sys/fs/cgroup/pids'), 'pids.max'), 'utf8')).toBe('32');
    expect(group.ranOutOfMemory()).toBe(false);
    writeFileSync(join(memory, 'memory.oom_control'), 'oom_kill_disable 0\nunder_oom 0\noom_kill 1\n');
    expect(group.ranOutOfMemory()).toBe(true);
  });

  it('of version 1 in a container, where the mount begins below the machine’s root', () => {
    describeSystem(
      ['4:memory:/docker/abc/x'],
      ['30 20 0:26 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory'],
    );
    mkdirSync(join(root, 'sys/fs/cgroup/memory/x'), { recursive: true });
    expect(createGroup(limits, root)).toMatchObject({ version: 1, limitsMemory: true, limitsProcesses: false });
    expect(only('sys/fs/cgroup/memory/x')).toBeTruthy();
  });

  it('of version 2 limits memory, swap and processes in one folder', () => {
    describeSystem(['0::/user.slice/me'], ['30 20 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate']);
    mkdirSync(join(root, 'sys/fs/cgroup/user.slice/me'), { recursive: true });
    const group = createGroup(limits, root)!;
    expect(group).toMatchObject({ version: 2, limitsMemory: true, limitsProcesses: true });
    const folder = only('sys/fs/cgroup/user.slice/me');
    expect(readFileSync(join(folder, 'memory.max'), 'utf8')).toBe(String(limits.memoryBytes));
    expect(readFileSync(join(folder, 'pids.max'), 'utf8')).toBe('32');
    writeFileSync(join(folder, 'memory.events'), 'low 0\nhigh 0\nmax 12\noom 1\noom_kill 1\n');
    expect(group.ranOutOfMemory()).toBe(true);
  });

  it('is made though a killed grader’s group cannot be removed', () => {
    describeSystem(['4:memory:/'], ['30 20 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory']);
    // No process has this number; the folder holds something, as a group with a process in it does.
    const killed = `a3-sandbox.999999999.${ownerId.split('.')[1]}.1-${'a'.repeat(12)}`;
    mkdirSync(join(root, 'sys/fs/cgroup/memory', killed, 'busy'), { recursive: true });
    expect(createGroup(limits, root)).toMatchObject({ version: 1, limitsMemory: true });
  });

  it('is not made in the ordinary folder above the root of version 2', () => {
    describeSystem(['0::/'], ['30 20 0:26 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw']);
    mkdirSync(join(root, 'sys/fs/cgroup'), { recursive: true });
    writeFileSync(join(root, 'sys/fs/cgroup/unified'), 'no group can be made in it');
    expect(createGroup(limits, root)).toBeUndefined();
    expect(readdirSync(join(root, 'sys/fs/cgroup'))).toEqual(['unified']);
  });

  it('is not made where there are none', () => {
    describeSystem([], ['20 1 0:1 / / rw - ext4 /dev/vda rw']);
    expect(createGroup(limits, root)).toBeUndefined();
  });
});
