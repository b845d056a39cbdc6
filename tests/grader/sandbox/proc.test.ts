/** What is read from /proc about a tree of processes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { hasProc, innermost, tree } from '../../../grader/sandbox/proc.ts';

describe.skipIf(!hasProc)('the innermost process', () => {
  it('is found whatever the order of the numbers, which start again after the highest', async () => {
    const outer = spawn('/bin/sh', ['-c', 'sh -c "echo started; cat; true"; true'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(outer.stdout, 'data');
    // `cat` is started after the line was written.
    await expect.poll(() => tree(outer.pid!).length).toBe(3);
    const [first, second, cat] = tree(outer.pid!) as [number, number, number];
    for (const pids of [
      [first, second, cat],
      [cat, second, first],
      [second, cat, first],
    ])
      expect(innermost(pids)).toBe(cat);
    expect(innermost([first])).toBe(first);
    outer.stdin.end();
    await once(outer, 'exit');
  });
});
