import { describe, expect, it } from 'vitest';
import { exitCode } from '../../../scripts/grade/grade_all.ts';
import { failedSample, gradedSample, refusedSample } from '../../support/sample_gradings.ts';

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
