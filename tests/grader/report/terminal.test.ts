import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { toTerminal } from '../../../grader/report/terminal.ts';
import { formatError, formatTolerance } from '../../../harness/format.ts';
import { plainText } from '../../../harness/report/text.ts';
import { failedSample, gradedSample, refusedSample } from '../../support/sample_gradings.ts';

const text = (...parameters: Parameters<typeof toTerminal>) => stripVTControlCharacters(toTerminal(...parameters));

describe('the table for the terminal', () => {
  it('has a line for each function, with points, checks, error and hint', () => {
    const lines = text(gradedSample()).split('\n');
    expect(lines[0]).toBe('sample.zip: 2 of 6.5 points (1.2 s)');
    expect(lines).toContainEqual(expect.stringMatching(/ContentLoss\.forward +2\/2 +1\/1 +2\.5e-7/));
    expect(lines).toContainEqual(expect.stringMatching(/StyleLoss\.gramMatrix +0\/2\.5 +0\/2 +0\.31/));
    expect(lines).toContainEqual(expect.stringContaining('hint Divide by H · W · C.'));
    expect(lines).toContainEqual(expect.stringContaining('note style_utils.ts:12: A left-over print'));
  });

  it('gives the reason of a refusal, and to staff the cause of a failure', () => {
    expect(text(refusedSample)).toContain('There is nothing in it.');
    expect(text(failedSample)).toContain('ENOSPC');
  });

  it('lets no submission color the terminal', () => {
    const sample = gradedSample();
    const codes = ['\u001b]0;title\u0007', '\u001b[2J'];
    const shown = toTerminal({ ...sample, name: `${codes.join('')}x.zip` });
    expect(codes.filter((code) => shown.includes(code))).toEqual([]);
  });
});

describe('text', () => {
  it('replaces control, direction and unassigned characters, not line breaks, letters or signs', () => {
    expect(plainText('a\nß∑é😀')).toBe('a\nß∑é😀');
    expect(plainText('\u0000\u001b\u202e\u2066\u0085\u200b\ud800')).toMatch(/^\uFFFD+$/);
  });

  it('shows errors as students know them, and never rounds a small one to 0', () => {
    expect([0, 1e-12, 2.54e-7, 0.0004, 0.31, 5, 123.4, 1e9].map(formatError)).toEqual([
      '0.0',
      '1.0e-12',
      '2.5e-7',
      '4.0e-4',
      '0.31',
      '5',
      '120',
      '1.0e+9',
    ]);
    expect(formatTolerance(1e-4)).toBe('1e-4');
  });
});
