import { describe, expect, it } from 'vitest';
import { containerMemoryBytes, fitInto } from '../../../grader/gradescope/resources.ts';
import { defaultLimits } from '../../../grader/limits.ts';

const MiB = 2 ** 20;

describe("what fits into a container's memory", () => {
  it('takes one file at a time, with less memory, in the default container', () => {
    const fit = fitInto(768 * MiB);
    if (!fit.fits) throw new Error(fit.why);
    const { concurrency, limits } = fit.resources;
    expect(concurrency).toBe(1);
    expect(limits.memoryBytes).toBeLessThan(defaultLimits.memoryBytes);
    expect(limits.heapBytes).toBeLessThanOrEqual(limits.memoryBytes!);
  });

  it('takes two at a time where there is room for two, with no more memory than elsewhere', () => {
    for (const gibibytes of [2, 6]) {
      expect(fitInto(gibibytes * 1024 * MiB)).toMatchObject({
        resources: { concurrency: 2, limits: { memoryBytes: defaultLimits.memoryBytes } },
      });
    }
  });

  it('says what is needed where there is too little', () => {
    const fit = fitInto(512 * MiB);
    expect(fit).toEqual({ fits: false, why: expect.stringMatching(/has 512 MiB .* needs \d+ MiB/) });
  });

  it('leaves time, of ten minutes, to start a sandbox and finish a check when the time of the submission is over', () => {
    const fit = fitInto(768 * MiB);
    const { submissionWallMs = Number.POSITIVE_INFINITY, wallStretch = Number.POSITIVE_INFINITY } = fit.fits
      ? fit.resources.limits
      : {};
    expect(submissionWallMs + defaultLimits.startWallMs + wallStretch * defaultLimits.checkWallMs).toBeLessThan(
      580_000,
    );
  });

  it('finds this process a memory', () => expect(containerMemoryBytes()).toBeGreaterThan(64 * MiB));
});
