/** A few of the cases that `npm run fuzz` runs by the hundred thousand. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, it } from 'vitest';
import { casesOf, targets } from '../../../scripts/fuzz/targets.ts';

const CASES = 3000;

describe(`${CASES} cases`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'a3-fuzz-'));
  afterAll(() => rm(folder, { recursive: true }));

  it.each(targets(folder).map((target) => [target.name, target] as const))('%s', async (_, target) => {
    await fc.assert(
      target.property(() => {}),
      { numRuns: casesOf(target, CASES) },
    );
  });
});
