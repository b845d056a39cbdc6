/** A grading as Gradescope's results.json. */
import { sumPoints } from '../../harness/points.ts';
import { describeCheck, describeFunction, describeState } from '../../harness/report/sentences.ts';
import type { CheckSummary } from '../../harness/report/summary.ts';
import { plainText } from '../../harness/report/text.ts';
import { findings as findingTable } from '../findings/index.ts';
import type { Grading } from '../types.ts';
import { RESULTS_VERSION, type Results, resultsSchema, type TestResult } from './results_schema.ts';
import { describeFinding, describeStatus, furtherFindings } from './sentences.ts';
import { isVisible, summarize } from './summary.ts';

/** @throws Error if it does not fit the schema: a bug */
export function toResults(grading: Grading): Results {
  const { status, findings, containment, limits, receipt, policy, durationMs, score } = grading;
  const results = {
    // No score, so that a fault of the grader is not mistaken for a zero.
    ...(status !== 'failed' && { score }),
    execution_time: Math.round(durationMs) / 1000,
    output: overview(grading),
    output_format: 'text',
    // Text, never HTML or Markdown: it quotes the student.
    test_output_format: 'text',
    test_name_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests: status === 'graded' ? [...lateTest(grading), ...tests(grading)] : [statusTest(grading)],
    extra_data: {
      version: RESULTS_VERSION,
      status,
      retry: status === 'failed',
      findings: findings.map((finding) => ({ ...finding, message: plainText(finding.message) })),
      ...(containment && { containment }),
      ...(limits && { limits }),
      ...(receipt && { receipt }),
      ...(policy && { policy }),
    },
  };
  return resultsSchema.parse(results);
}

/** The file's text: deterministic. */
export function formatResults(results: Results): string {
  return `${JSON.stringify(results, null, 2)}\n`;
}

function overview(grading: Grading): string {
  const further = furtherFindings(grading).map((finding) => `- ${describeFinding(finding)}`);
  if (grading.status !== 'graded') return [describeStatus(grading), ...further].join('\n');
  const visible = summarize(grading, isVisible);
  const hidden = grading.checks.filter(({ run, check }) => run === 'graded' && !isVisible(check));
  const lines = visible.map(describeFunction);
  if (hidden.length > 0) {
    const points = sumPoints(hidden.map(({ maxPoints }) => maxPoints));
    lines.push(`${hidden.length} more checks, for ${points} points, are not shown here.`);
  }
  if (further.length > 0) lines.push('', ...further);
  return lines.join('\n');
}

function tests(grading: Grading): TestResult[] {
  return summarize(grading).flatMap(({ subject, checks }, i) =>
    checks.map((summary, j) => ({
      ...test(summary),
      name: `${subject.name}: ${summary.check.title}`,
      number: `${i + 1}.${j + 1}`,
    })),
  );
}

function test(summary: CheckSummary): TestResult {
  const { check, graded, state } = summary;
  return {
    score: graded.points,
    max_score: graded.maxPoints,
    status: state === 'passed' ? 'passed' : 'failed',
    output: describeCheck(summary).join('\n'),
    tags: [check.kind],
    visibility: check.visibility,
    extra_data: {
      check: check.id,
      function: check.subject.name,
      module: check.subject.module,
      reason: state === 'passed' ? 'passed' : describeState(summary),
      ...(graded.misconception && { misconception: graded.misconception }),
    },
  };
}

/** Gradescope shows tags only on tests, so a late submission gets an extra test without points. */
function lateTest({ policy, findings }: Grading): TestResult[] {
  if (policy?.timing !== 'late') return [];
  const note = findings.find(({ code }) => code === findingTable.late.code);
  return [{ name: 'Submitted late', output: note?.message ?? '', tags: ['late'], visibility: 'visible' }];
}

/** For a submission none of whose checks ran: "no check ran" is a failure, and must look like one. */
function statusTest(grading: Grading): TestResult {
  const points = grading.status === 'refused' ? { score: 0, max_score: grading.maxScore } : {};
  const name = grading.status === 'refused' ? 'The submission can be graded' : 'The grader finished';
  return { ...points, status: 'failed', name, output: describeStatus(grading), visibility: 'visible' };
}
