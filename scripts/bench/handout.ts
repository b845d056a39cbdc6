/** How long a student waits: `npm test` in an unpacked handout, untouched and solved. */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../lib/root.ts';
import { handoutFiles } from '../handout/contents.ts';
import { borrowPackages, functions, unpack, walk } from '../handout/walk.ts';

export async function benchHandout({ runs }: { runs: number }): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), 'handout-'));
  try {
    await unpack(await handoutFiles(projectRoot), parent);
    await borrowPackages(projectRoot, parent);
    const groups = [...new Array<[]>(runs - 1).fill([]), functions, ...new Array<[]>(runs - 1).fill([])];
    const seconds: number[] = [];
    for await (const step of walk(projectRoot, parent, groups)) seconds.push(step.seconds);
    const load = `load ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`;
    console.log(`npm test in the handout, wall time of ${runs} runs (${load})`);
    console.log(`  untouched  ${summary(seconds.slice(0, runs))}`);
    console.log(`  solved     ${summary(seconds.slice(runs))}`);
  } finally {
    await rm(parent, { recursive: true });
  }
}

function summary(seconds: readonly number[]): string {
  const sorted = [...seconds].sort((a, b) => a - b);
  return `median ${sorted[Math.floor(sorted.length / 2)]!.toFixed(1)} s, worst ${sorted.at(-1)!.toFixed(1)} s`;
}
