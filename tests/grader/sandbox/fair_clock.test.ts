/** A loaded machine shortens no limit: real processes share one core. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { FairClock } from '../../../grader/sandbox/fair_clock.ts';
import { findProgram } from '../../../grader/sandbox/levels/level.ts';

const linux = process.platform === 'linux';
const BUSY = 'for (;;);';
const IDLE = 'setInterval(() => {}, 1000);';
const children: ChildProcess[] = [];

/** A process on the first core, once it runs. */
async function start(code: string): Promise<number> {
  const script = `console.log('runs'); ${code}`;
  const child = spawn('taskset', ['-c', '0', process.execPath, '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout!, 'data');
  return child.pid!;
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe.skipIf(!linux || !findProgram('taskset'))('a fair clock', () => {
  it('stands still while the process waits for a core, but is never slower than the stretch', async () => {
    for (let i = 0; i < 7; i++) await start(BUSY);
    const pid = await start(BUSY);
    const [fair, limited] = [new FairClock(() => [pid], 100), new FairClock(() => [pid], 1.25)];
    const startMs = performance.now();
    await sleep(2000);
    const realMs = performance.now() - startMs;
    expect(fair.elapsedMs() / realMs).toBeLessThan(0.6); // it has an eighth of the core
    expect(limited.elapsedMs() / realMs).toBeGreaterThanOrEqual(0.8);
  }, 60_000);

  it('runs on while the process sleeps, whoever else works', async () => {
    const pid = await start(IDLE);
    for (let i = 0; i < 3; i++) await start(BUSY);
    const clock = new FairClock(() => [pid], 100);
    const startMs = performance.now();
    await sleep(1000);
    expect(clock.elapsedMs() / (performance.now() - startMs)).toBeGreaterThan(0.6);
  }, 60_000);
});

describe('the time of a fair clock', () => {
  it('is real where nobody waits, and calls back when it has come, unless it is cancelled', async () => {
    const clock = new FairClock(() => [], 100);
    let called = 0;
    clock.after(50, () => called++);
    clock.after(50, () => called++)();
    await expect.poll(() => called, { timeout: 20_000 }).toBe(1);
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(50);
    await sleep(100);
    expect(called).toBe(1);
  });

  it('does not go back when a process has ended', () => {
    const pids = [process.pid];
    const clock = new FairClock(() => pids, 100);
    pids.pop();
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(0);
  });
});
