/** The table of findings: its codes are a contract with whoever reads results.json. */
import { expect, it } from 'vitest';
import { findingCodes, findings } from '../../../grader/findings/index.ts';
import { type Finding, resultsSchema } from '../../../grader/report/results_schema.ts';

it('has these codes, which stay as they are', () => {
  expect([...findingCodes].sort()).toEqual([
    'bundle.error',
    'bundle.limit',
    'intake.archive',
    'intake.duplicate',
    'intake.encoding',
    'intake.encrypted',
    'intake.entries',
    'intake.folder',
    'intake.frame',
    'intake.ignored',
    'intake.inner',
    'intake.kind',
    'intake.limit',
    'intake.link',
    'intake.missing',
    'intake.name',
    'intake.nothing',
    'intake.path',
    'intake.place',
    'intake.ratio',
    'intake.size',
    'intake.system',
    'intake.unreadable',
    'intake.versions',
    'policy.grace',
    'policy.late',
    'policy.limit',
    'rules.escape',
    'rules.export',
    'rules.import',
    'rules.limit',
    'rules.names',
    'rules.parse',
    'rules.print',
    'rules.signature',
  ]);
});

it('gives severity, code, place and sentence', () => {
  expect(findings.print({ file: 'gradcam.ts', line: 3 }, 'X.print()')).toEqual({
    severity: 'warning',
    code: 'rules.print',
    file: 'gradcam.ts',
    line: 3,
    message: 'A left-over print: X.print(). Remove it.',
  });
  expect(findings.missing({ file: 'gradcam.ts' })).not.toHaveProperty('line');
  expect(findings.empty()).not.toHaveProperty('file');
});

it('refuses a code that is not in the table, when it is compiled and when a result is read', () => {
  // @ts-expect-error: not in the table
  const code: Finding['code'] = 'rules.unknown';
  const finding = { severity: 'warning', code, message: '' };
  const results = {
    score: 0,
    extra_data: { version: 1, status: 'graded', retry: false, findings: [finding] },
  };
  expect(resultsSchema.safeParse(results).success).toBe(false);
  const known = { ...results.extra_data, findings: [{ ...finding, code: 'rules.print' }] };
  expect(resultsSchema.safeParse({ ...results, extra_data: known }).success).toBe(true);
});
