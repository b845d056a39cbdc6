import { describe, expect, it } from 'vitest';
import { formatResults, toResults } from '../../../grader/report/results_json.ts';
import { resultsSchema } from '../../../grader/report/results_schema.ts';
import { failedSample, gradedSample, refusedSample } from '../../support/sample_gradings.ts';

describe('results.json', () => {
  it('is as agreed', async () => {
    await expect(formatResults(toResults(gradedSample()))).toMatchFileSnapshot('expected_results/graded.txt');
    await expect(formatResults(toResults(refusedSample))).toMatchFileSnapshot('expected_results/refused.txt');
    await expect(formatResults(toResults(failedSample))).toMatchFileSnapshot('expected_results/failed.txt');
  });

  it("has a test's visibility from its check, and of a hidden one only the reason", () => {
    const hidden = toResults(gradedSample()).tests?.filter(({ visibility }) => visibility === 'hidden');
    expect(hidden).toHaveLength(1);
    expect(hidden?.[0]).toMatchObject({ output: 'Wrong value.', score: 0, status: 'failed' });
  });

  it('never quotes a graded run', () => {
    expect(formatResults(toResults(gradedSample()))).not.toContain('SECRET');
  });

  it("gives no score for the grader's own fault, marks it for a retry and keeps its words to itself", () => {
    const results = toResults(failedSample);
    expect(results.score).toBeUndefined();
    expect(results.tests?.every(({ score, max_score }) => score === undefined && max_score === undefined)).toBe(true);
    expect(results.extra_data).toMatchObject({ status: 'failed', retry: true });
    expect(formatResults(results)).not.toMatch(/ENOSPC|secret_place/);
  });

  it('takes terminal codes and direction marks out of what it quotes', () => {
    const text = formatResults(toResults(gradedSample('\u001b[31mred\u001b[0m \u202Ereversed')));
    expect(text).toContain('\uFFFD[31mred');
    expect(text).not.toMatch(/\\u001b|\u202E/);
  });

  it('has no time but execution_time', () => {
    const [a, b] = [toResults(gradedSample()), toResults({ ...gradedSample(), durationMs: 9_999 })];
    expect({ ...a, execution_time: 0 }).toEqual({ ...b, execution_time: 0 });
    expect(b.execution_time).toBe(9.999);
  });

  it('is refused by its schema with a field that nobody documented, or with neither score nor tests', () => {
    const results = toResults(gradedSample());
    expect(resultsSchema.safeParse({ ...results, grade: 1 }).success).toBe(false);
    expect(resultsSchema.safeParse({ extra_data: results.extra_data }).success).toBe(false);
    expect(resultsSchema.safeParse({ ...results, visibility: 'everyone' }).success).toBe(false);
  });
});
