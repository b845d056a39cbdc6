/** `npm run grade -- SUBMISSION.zip [more] [--out DIR] [--jobs N] …`: see scripts/grade/options.ts, or `--help`. */
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { assignment } from '../assignment/assignment.ts';
import { changesOf, planCohort, readCohort, type Work } from '../grader/cohort/cohort.ts';
import { withPoints } from '../grader/cohort/course_file.ts';
import { decode } from '../grader/cohort/decode.ts';
import { describePlan, type Plan } from '../grader/cohort/describe_plan.ts';
import { gather } from '../grader/cohort/gather.ts';
import { isResult } from '../grader/cohort/history.ts';
import { findSubmissions, type Inputs } from '../grader/cohort/inputs.ts';
import { openRegrade } from '../grader/cohort/regrade.ts';
import { type Roster, readRoster } from '../grader/cohort/roster.ts';
import type { GradedSubmission } from '../grader/cohort/rows.ts';
import { prepareOut } from '../grader/cohort/store.ts';
import { type Course, openCourse } from '../grader/course.ts';
import { withPool } from '../grader/pool/index.ts';
import { plainText } from '../harness/report/text.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { readInputFile } from '../lib/files.ts';
import { writeCohortFiles } from './grade/cohort_files.ts';
import { folderNames } from './grade/folders.ts';
import { exitCode, gradeEach } from './grade/grade_all.ts';
import { type Options, program } from './grade/options.ts';
import { readRules } from './grade/policy_options.ts';
import { changesTable, cohortTable } from './grade/table.ts';

async function main(): Promise<number> {
  program.parse();
  const options = program.opts<Options>();
  const { out, weights, engine, jobs, submitted } = options;
  const { rules, policy } = await readRules(options);
  const roster = options.roster ? await openRoster(options.roster) : undefined;
  const inputs = await submissionsIn(program.args, out);
  const paths = inputs.submissions;
  if (submitted && paths.length > 1)
    throw new CourseError('--submitted is for one submission; give the others a roster with the column "submitted".');
  const names = folderNames(paths);
  const named = new Map(paths.map((path, i) => [path, names[i]!]));
  const { groups, timeZone } = rules;
  const entries = await gather(named, { policy, submitted, roster, groups, timeZone });
  const plan: Plan = { inputs, entries, rules, roster };
  if (paths.length > 1 || roster || options.plan) console.log(describePlan(plan).join('\n'));
  if (options.plan) return 0;
  process.once('SIGINT', () => {
    console.error('\nInterrupted. What was finished is kept; run the same command to resume.');
    process.exit(130);
  });

  const course = await openCourse({
    assignment,
    weights,
    engine,
    checks: withPoints(assignment.checks, rules.points),
    limits: options.limit,
    concurrency: Math.ceil(availableParallelism() / jobs),
  });
  console.error(`Network: ${course.receipt.modelDescription}.`);
  await prepareOut(out);
  const regrade = options.regrade ? await openRegrade(out) : undefined;
  if (regrade?.resumed) console.error('Resuming the interrupted regrade.');
  const work = await planCohort(entries, course, { out, regrade });
  await gradeRest(work, course, options);
  return report(work, options, plan, () => regrade?.end());
}

/** @throws CourseError if there is no submission */
async function submissionsIn(args: readonly string[], out: string): Promise<Inputs> {
  const paths = [...new Set(args.map((path) => resolve(path)))];
  for (const path of paths) await mustExist(path);
  const inputs = await findSubmissions(paths, assignment.submission.files, out);
  if (inputs.submissions.length > 0) return inputs;
  const why = inputs.ignored.map(({ path, why }) => `${basename(path)}: ${why}.`);
  throw new CourseError(`There is no submission among what was given. ${why.join(' ')}`);
}

async function gradeRest(work: readonly Work[], course: Course, { out, jobs }: Options): Promise<void> {
  const rest = work.filter(({ state }) => state !== 'done' && state !== 'set aside');
  const done = work.filter(({ state }) => state === 'done').length;
  if (done > 0) {
    console.error(`${done} of ${work.length} are already graded and unchanged.`);
  }
  if (rest.length === 0) return;
  const { course: pooled, pool, refill } = withPool(course, jobs);
  try {
    await gradeEach(rest, pooled, { out, jobs }, (waiting) => waiting > 0 && refill());
  } finally {
    await pool.close();
  }
}

async function report(
  work: readonly Work[],
  { out, regrade }: Options,
  plan: Plan,
  endRound: () => Promise<void> | undefined,
): Promise<number> {
  const graded = await readCohort(work, out);
  if (work.length > 1) console.log(`\n${cohortTable(graded)}`);
  // In a regrade, includes what an interrupted command had graded before.
  const again = work.filter(({ state }) => !['new', 'set aside'].includes(state) && (regrade || state !== 'done'));
  const changes = again.length > 0 ? await changesOf(again, out) : undefined;
  if (work.length > 1 || plan.roster) {
    const written = await writeCohortFiles(out, graded, plan, changes);
    console.log(
      `\nThe cohort is in ${join(relative('', out), 'index.html')}, and beside it ${written.slice(0, -1).join(', ')}.`,
    );
  }
  if (changes) {
    console.log(`\nGraded again: ${again.length}; results that changed: ${changes.size}.`);
    if (changes.size > 0) console.log(changesTable(changes));
  }
  await endRound();
  const where = join(relative('', out), 'NAME/history/');
  const aside = graded.filter(({ lastAttempt }) => lastAttempt === 'set aside');
  if (aside.length > 0)
    console.log(
      `\nSet aside, because the grader failed on it three times: ${list(aside)}. The reason is in ${where}. Grade it by hand, and report the fault; to try it again, use --regrade or remove its folder.`,
    );
  const others = graded.filter((one) => !aside.includes(one));
  const kept = others.filter(({ lastAttempt, results }) => lastAttempt === 'failed' && isResult(results));
  if (kept.length > 0)
    console.log(
      `\nThe grader failed on ${list(kept)}: the earlier results stand. The reason is in ${where}; run the same command to try again.`,
    );
  const codes = [aside.length > 0 ? 1 : 0, kept.length > 0 ? 2 : 0];
  return Math.max(...codes, exitCode(others.map(({ results }) => results.extra_data)));
}

async function openRoster(path: string): Promise<Roster> {
  const { text, encoding, isCertain } = decode(await readInputFile(path), path);
  if (!isCertain) console.error(`${path} does not declare its encoding, and was read as ${encoding}. Check the names.`);
  return readRoster(text, path);
}

const list = (graded: readonly GradedSubmission[]): string => graded.map(({ name }) => plainText(name)).join(', ');

async function mustExist(path: string): Promise<void> {
  await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new CourseError(`There is no submission at ${path}. Give the path of a zip or a folder.`);
  });
}

await runMain(main);
