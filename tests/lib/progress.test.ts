/** Progress: lines in a log, a bar on a terminal. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startProgress, timeLeft } from '../../lib/progress.ts';

const { isTTY } = process.stderr;
let log: string[];
let screen: string;
beforeEach(() => {
  log = [];
  screen = '';
  vi.spyOn(console, 'error').mockImplementation((line) => void log.push(line));
  vi.spyOn(console, 'log').mockImplementation((line) => void log.push(line));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    screen += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.stderr.isTTY = isTTY;
});

it('writes a line every tenth of the way into a log', () => {
  process.stderr.isTTY = false;
  const progress = startProgress('cat', 20);
  for (let i = 0; i < 20; i++) progress.step('loss 1.5');
  progress.stop();
  expect(log).toHaveLength(10);
  expect(log[0]).toMatch(/^cat: 2\/20 {2}loss 1\.5 {2}about \d+ s left$/);
  expect(log[9]).toBe('cat: 20/20  loss 1.5');
});

it('writes one line for steps that leap over several tenths', () => {
  process.stderr.isTTY = false;
  const progress = startProgress('cat', 10, { show: (n) => `${n} MB` });
  progress.update(7);
  expect(log).toEqual([expect.stringMatching(/^cat: 7 MB\/10 MB/)]);
});

it('says nothing in a log when it is transient, but prints what is to stay', () => {
  process.stderr.isTTY = false;
  const progress = startProgress('Checking', 1, { transient: true });
  progress.step('gramMatrix');
  progress.print('result');
  progress.stop();
  expect(log).toEqual(['result']);
});

it('shows a bar on a terminal, and lines above it', () => {
  process.stderr.isTTY = true;
  const progress = startProgress('Grading', 2, { transient: true });
  progress.update(1, 'anna');
  progress.print('anna: 100 of 100');
  progress.stop();
  expect(screen).toMatch(/Grading █+░+ 1\/2 {2}anna/);
  expect(log).toEqual(['anna: 100 of 100']);
});

it('estimates what is left from what is done', () => {
  expect(timeLeft(1000, 0)).toBe('');
  expect(timeLeft(1000, 0.1)).toBe('about 9 s left');
  expect(timeLeft(60_000, 0.25)).toBe('about 3 min left');
  expect(timeLeft(3_600_000, 0.4)).toBe('about 1 h 30 min left');
  expect(timeLeft(1000, 1)).toBe('');
});
