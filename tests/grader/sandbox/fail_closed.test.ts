/** A sandbox with fewer protections than the probe is not used: its result would claim protections that were missing. */

import { expect, it, vi } from 'vitest';
import { assignment } from '../../../assignment/assignment.ts';
import { defaultLimits } from '../../../grader/limits.ts';
import { buildRuntime } from '../../../grader/runtime/build.ts';
import { createGroup } from '../../../grader/sandbox/cgroup.ts';
import { startSandbox } from '../../../grader/sandbox/sandbox.ts';
import { seededSqueezeNetArrays } from '../../../lib/models/seeded_squeezenet.ts';
import { leftovers } from '../../../scripts/support/hostile.ts';

vi.mock(import('../../../grader/sandbox/cgroup.ts'), async (original) => {
  const real = await original();
  return { ...real, createGroup: vi.fn(real.createGroup) };
});

const model = { arrays: seededSqueezeNetArrays({ numClasses: 10 }), metadata: {}, source: 'seeded' };

it('refuses one without the control group that the others had', async ({ skip }) => {
  const options = { runtime: await buildRuntime(assignment), model, limits: defaultLimits, dependencies: [] };
  const first = await startSandbox(options);
  await first.close();
  if (!first.containment.held.some((layer) => layer.includes('(cgroup'))) skip('no control groups here');
  vi.mocked(createGroup).mockReturnValueOnce(undefined);
  await expect(startSandbox(options)).rejects.toThrow(/has fewer protections than the probe had: no cgroup for memory/);
  expect(leftovers()).toEqual([]);
  const next = await startSandbox(options);
  expect(next.containment).toEqual(first.containment);
  await next.close();
});
