/** Nothing survives: neither what a sandbox started, nor a sandbox whose grader is gone. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { assignment } from '../../../assignment/assignment.ts';
import { defaultLimits } from '../../../grader/limits.ts';
import { buildRuntime } from '../../../grader/runtime/build.ts';
import { removeLeftovers } from '../../../grader/runtime/cache.ts';
import { createGroup } from '../../../grader/sandbox/cgroup.ts';
import { isRoot } from '../../../grader/sandbox/levels/level.ts';
import { processesOfUser, processIsAlive, tree } from '../../../grader/sandbox/proc.ts';
import { endAll, spawnSandboxed } from '../../../grader/sandbox/spawn.ts';
import { projectRoot } from '../../../lib/root.ts';
import { unavailableReason } from '../../../scripts/support/hostile.ts';

const linux = process.platform === 'linux';
const folders = { runtime: '/', module: '/', dependencies: {} };
const group = createGroup(defaultLimits);
await group?.remove();
const until = (holds: () => boolean) => vi.waitUntil(holds, { interval: 10, timeout: 20_000 });

describe.skipIf(!linux)('the end of a process', () => {
  const shell = (script: string) => ({ command: ['/bin/sh', '-c', script], inside: folders });

  it('is the end of its children and their children', async () => {
    const child = spawnSandboxed({ launch: shell('(sleep 300; true) & (sleep 300 & wait) & wait'), entry: [] });
    await until(() => tree(child.pid!).length >= 5);
    const pids = tree(child.pid!);
    await endAll(child, {});
    expect(pids.filter(processIsAlive)).toEqual([]);
  });

  it.runIf(isRoot)('is the end of what left its tree, which its user gives away', async () => {
    const user = { uid: 2 ** 30 - 1, gid: 2 ** 30 - 1 };
    const launch = shell('(setsid sleep 300 & setsid sleep 300 &); exec sleep 300');
    const child = spawnSandboxed({ launch, entry: [], user });
    await until(() => processesOfUser(user.uid).length >= 3);
    await endAll(child, { user });
    expect(processesOfUser(user.uid)).toEqual([]);
  });

  it.runIf(isRoot && group)(
    'is the end of nothing else that its user runs, where a control group holds it',
    async () => {
      const user = { uid: 2 ** 30 - 1, gid: 2 ** 30 - 1 };
      const [one, other] = [1, 2].map(() => createGroup(defaultLimits)!);
      const launch = shell('exec sleep 300');
      const children = [one, other].map((group) => spawnSandboxed({ launch, entry: [], user, group }));
      await endAll(children[0]!, { user, group: one });
      expect(processIsAlive(children[1]!.pid!)).toBe(true);
      await endAll(children[1]!, { user, group: other });
      for (const group of [one, other]) await group!.remove();
    },
  );

  it.runIf(group)('comes at once where it cannot be put into its control group', async () => {
    const group = createGroup(defaultLimits)!;
    await group.remove();
    const before = tree(process.pid);
    expect(() => spawnSandboxed({ launch: shell('exec sleep 300'), entry: [], group })).toThrow(/ENOENT/);
    await until(() => !tree(process.pid).some((pid) => !before.includes(pid) && processIsAlive(pid)));
    await group.remove(); // gone already: nothing is left to wait for
  });

  it.runIf(group)('is the end of what left its tree, which its control group gives away', async () => {
    const group = createGroup(defaultLimits)!;
    const child = spawnSandboxed({
      launch: shell('(setsid sleep 300 & setsid sleep 300 &); exec sleep 300'),
      entry: [],
      group,
    });
    await until(() => group.pids().length >= 3);
    const pids = group.pids();
    await endAll(child, { group });
    await group.remove();
    expect(pids.filter(processIsAlive)).toEqual([]);
  });
});

const levelNames = ['bubblewrap', 'user', 'permission'] as const;
const reasons = await Promise.all(levelNames.map(unavailableReason));

describe.skipIf(!linux)('the end of the grader', () => {
  for (const [i, level] of levelNames.entries()) {
    it.skipIf(reasons[i])(`by SIGKILL is the end of its sandboxes (${level})`, async () => {
      const host = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, 'tests/support/host_to_kill.ts')], {
        cwd: projectRoot,
        env: { ...process.env, A3_SANDBOX: level },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(host.stdout, 'data');
      const pids = tree(host.pid!);
      expect(pids.length).toBeGreaterThan(1);
      host.kill('SIGKILL');
      await once(host, 'exit');
      await until(() => !pids.some(processIsAlive));
      // The next grader removes the folder of its module and its control groups.
      await createGroup(defaultLimits)?.remove();
      const beside = dirname((await buildRuntime(assignment)).dir);
      const left = () => readdirSync(beside).filter((name) => name.startsWith(`module.${host.pid}.`));
      expect(left()).toHaveLength(1);
      await removeLeftovers(dirname(beside));
      expect(left()).toEqual([]);
    });
  }
});
