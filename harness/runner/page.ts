/** The page with the results of all checks that a run writes for the student. */
import { join } from 'node:path';
import { chalk } from '#lib/color.ts';
import { writeFileAtomically } from '#lib/files.ts';
import { systemProblem } from '#lib/system_errors.ts';
import { explainFailure } from '../explain.ts';
import { checksPage } from '../report/checks_page.ts';
import type { ReportedRun } from '../report/summary.ts';
import { worstMap } from '../report/worst_map.ts';
import type { CheckResult, Expectation } from './session.ts';

/** Beside the figures. */
export const PAGE = join('visualization', 'checks.html');

/** @param hints function name → hint on its failures */
export async function renderPageOf(
  results: readonly CheckResult[],
  hints: ReadonlyMap<string, string>,
  expectation: Expectation,
): Promise<string> {
  return checksPage(await Promise.all(results.map((result) => reported(result, hints, expectation))));
}

async function reported(
  { check, verdict, outcome, points }: CheckResult,
  hints: ReadonlyMap<string, string>,
  expectation: Expectation,
): Promise<ReportedRun> {
  const run = { check, verdict, points, maxPoints: check.points };
  if (verdict.passed) return run;
  const hint = hints.get(check.subject.name);
  const ended = outcome.kind !== 'unfinished' && outcome.kind !== 'barred';
  const help = ended ? explainFailure(check, verdict, outcome) : undefined;
  const answers = outcome.kind === 'answered' && verdict.maxRelativeError !== undefined ? outcome.answers : undefined;
  const { inputs, expected } = await expectation(check);
  const comparison = answers && worstMap(answers, check.expected ? check.expected(answers, inputs) : expected);
  return {
    ...run,
    ...(hint && { hint }),
    ...(help && help !== hint && { help }),
    ...(comparison && { comparison }),
  };
}

/** @returns a line that says where it is, or why it could not be written: the terminal has the results all the same */
export async function writePage(page: string): Promise<string> {
  try {
    await writeFileAtomically(PAGE, page);
    return chalk.dim(`With pictures: ${PAGE}`);
  } catch (error) {
    const problem = systemProblem(error);
    if (!problem) throw error;
    return chalk.yellow(problem);
  }
}
