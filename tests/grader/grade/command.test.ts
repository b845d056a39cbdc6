import { describe, expect, it } from 'vitest';
import { folderNames } from '../../../scripts/grade/folders.ts';
import { exitCode } from '../../../scripts/grade/grade_all.ts';
import { failedSample, gradedSample, refusedSample } from '../../support/sample_gradings.ts';

describe('folderNames', () => {
  it('takes the names of the files, one for each', () => {
    expect(folderNames(['a/x.zip', 'b/x.zip', 'c/X.ZIP', 'd/y'])).toEqual(['x', 'x-2', 'X-3', 'y']);
  });

  it('leads nowhere else', () => {
    const names = folderNames([
      '..zip',
      '....zip',
      'a:b*?.zip',
      '\u202Egnp.zip',
      `${'l'.repeat(300)}.zip`,
      'Zürich März.zip',
    ]);
    expect(names).toEqual(['submission', 'submission-2', 'a_b__', '_gnp', 'l'.repeat(100), 'Zürich März']);
  });
});

describe('exitCode', () => {
  it('is that of the worst', () => {
    const unparsable = {
      ...gradedSample(),
      findings: [{ severity: 'file', code: 'rules.parse', message: '' } as const],
    };
    expect(exitCode([gradedSample()])).toBe(0);
    expect(exitCode([gradedSample(), refusedSample])).toBe(1);
    expect(exitCode([gradedSample(), unparsable])).toBe(1);
    expect(exitCode([failedSample, refusedSample, gradedSample()])).toBe(2);
  });
});
