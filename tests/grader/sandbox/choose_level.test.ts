/** Who contains submissions is decided by whoever runs the grader, never by what fails for a moment. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { assignment } from '../../../assignment/assignment.ts';
import { defaultLimits } from '../../../grader/limits.ts';
import { buildRuntime } from '../../../grader/runtime/build.ts';
import { chooseLevel } from '../../../grader/sandbox/levels/choose.ts';
import { CourseError } from '../../../lib/errors.ts';
import { unavailableReason } from '../../../scripts/support/hostile.ts';

const runtime = await buildRuntime(assignment);
const reason = await unavailableReason('bubblewrap');

describe.skipIf(reason)(`the level of containment${reason ? ` (cannot be tried here: ${reason})` : ''}`, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'a3-bwrap-'));
    chmodSync(folder, 0o755); // its user looks in
    vi.stubEnv('A3_SANDBOX', undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  const breakBubblewrap = (does = 'echo "No room for a namespace" >&2; exit 1') => {
    writeFileSync(join(folder, 'bwrap'), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`);
  };
  // Limits that no other test has: what was tried under those is known already.
  const limits = () => ({ ...defaultLimits, memoryBytes: defaultLimits.memoryBytes + Math.random() });

  it('is no weaker one where bubblewrap fails: the reason is said, and how to ask for one', async () => {
    breakBubblewrap();
    const refused = chooseLevel(runtime, limits());
    await expect(refused).rejects.toThrow(CourseError);
    await expect(refused).rejects.toThrow(/level "bubblewrap" here: .*No room for a namespace.*A3_SANDBOX=user/s);
  });

  it('is no weaker one where bubblewrap is too slow', async () => {
    breakBubblewrap('exec sleep 600');
    const refused = chooseLevel(runtime, { ...limits(), startWallMs: 1000 });
    await expect(refused).rejects.toThrow(CourseError);
    await expect(refused).rejects.toThrow('level "bubblewrap" here: it was tried and does not work');
  });

  it('is tried again after a probe failed', async () => {
    const same = { ...defaultLimits, processes: 33 };
    breakBubblewrap();
    await expect(chooseLevel(runtime, same)).rejects.toThrow(CourseError);
    vi.stubEnv('PATH', process.env.PATH?.slice(folder.length + 1));
    expect((await chooseLevel(runtime, same)).level.name).toBe('bubblewrap');
  });

  it('is a weaker one where that is asked for, and the record says so', async () => {
    breakBubblewrap();
    vi.stubEnv('A3_SANDBOX', 'permission');
    const { containment } = await chooseLevel(runtime, defaultLimits);
    expect(containment.level).toBe('permission');
    expect(containment.missing.join()).toContain('not isolated');
  });

  it('says what holds under the limits that are asked about, not under those of an earlier probe', async () => {
    const held = async (MiB: number) =>
      (await chooseLevel(runtime, { ...defaultLimits, memoryBytes: MiB * 2 ** 20 })).containment;
    expect(JSON.stringify(await held(500))).toContain('memory 500 MiB');
    expect(JSON.stringify(await held(400))).toContain('memory 400 MiB');
  });
});
