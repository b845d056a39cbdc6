import { describe, expect, it } from 'vitest';
import { locationOf } from '../../harness/location.ts';

const withStack = (...lines: string[]): Error =>
  Object.assign(new Error('no'), { stack: ['Error: no', ...lines.map((line) => `    at ${line}`)].join('\n') });

describe('the location of an error', () => {
  it.each([
    ['in a sandbox', 'submission:', 'f (submission:visualizers/gradcam.ts:12:5)', 'visualizers/gradcam.ts, line 12'],
    ['by path', '/home/me/a3/', 'f (/home/me/a3/style_utils.ts:3:1)', 'style_utils.ts, line 3'],
    ['by URL', '/home/mé/a 3/', 'file:///home/m%C3%A9/a%203/style_utils.ts:3:1', 'style_utils.ts, line 3'],
    ['on Windows', 'C:/a3/', 'f (C:\\a3\\style_modules\\tv_loss.ts:7:9)', 'style_modules/tv_loss.ts, line 7'],
  ])('%s', (_, sources, frame, location) => {
    expect(locationOf(withStack('matMul (/lib/tfjs.js:1:1)', frame, 'g (submission:other.ts:1:1)'), sources)).toBe(
      location,
    );
  });

  it('is the student’s, though in the handout our own files are in the same folder', () => {
    const error = withStack('f (/home/me/a3/harness/run.ts:3:1)', 'g (/home/me/a3/style_utils.ts:4:1)');
    expect(locationOf(error, '/home/me/a3/')).toBe('style_utils.ts, line 4');
  });

  it('is unknown where no frame is the student’s, or it is no error', () => {
    expect(locationOf(withStack('f (/course/assignment/checks/style_utils.ts:3:1)'), '/home/me/')).toBeUndefined();
    expect(locationOf(withStack('100 %', '/elsewhere/x.ts:1:1'), '/home/me/')).toBeUndefined();
    expect(locationOf('a text', 'submission:')).toBeUndefined();
  });
});
