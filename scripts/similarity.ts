/** `npm run similarity -- COHORT_FOLDER [--archive FOLDER]`: which submissions are more alike than the cohort is. */
import { join, relative, resolve } from 'node:path';
import { assignment } from '../assignment/assignment.ts';
import { findSubmissions } from '../grader/cohort/inputs.ts';
import { commandLine, positiveInteger } from '../lib/command.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { writeFileAtomically } from '../lib/files.ts';
import { policyOptions, readRules } from './grade/policy_options.ts';
import { similarityPage } from './similarity/page.ts';
import { partnersIn, reportOf, similarityCsv } from './similarity/report.ts';
import { compare } from './similarity/score.ts';
import { readSkeleton, readWork, subjectsOf } from './similarity/work.ts';

interface Options {
  readonly archive: string[];
  readonly out: string;
  readonly pairs: number;
  readonly course?: string;
}

await runMain(async () => {
  const program = commandLine('npm run similarity --')
    .description(
      'Lists pairs of submissions that are more alike than the cohort is, function by function: index.html and similarity.csv. It decides nothing: people do.',
    )
    .argument('<submissions...>', 'zips or folders, of one submission or of a cohort, as for `npm run grade`')
    .option('--archive <folders...>', 'submissions of earlier years: compared with the cohort, not with each other', [])
    .option('--out <folder>', 'output folder', 'out/similarity')
    .option(
      '--pairs <number>',
      'how many pairs to show; those above the threshold are always shown',
      positiveInteger,
      20,
    )
    .addOption(policyOptions.course)
    .addHelpText('after', '\nMembers of a group in course.json are not compared with each other.')
    .parse();
  const { archive, out, pairs, course } = program.opts<Options>();
  const { rules } = await readRules({ course });
  const given = await readSkeleton(assignment);
  const read = async (paths: readonly string[], isArchived: boolean) => {
    const resolved = paths.map((path) => resolve(path));
    const { submissions } = await findSubmissions(resolved, assignment.submission.files, out);
    return readWork(submissions, assignment, given, isArchived);
  };
  const own = await read(program.args, false);
  if (own.works.length < 3)
    throw new CourseError('Similarity is measured against a cohort: give at least three submissions.');
  const earlier = archive.length > 0 ? await read(archive, true) : { works: [], unread: [] };
  const works = [...own.works, ...earlier.works];
  const arePartners = partnersIn(rules.groups);
  const functions = subjectsOf(assignment).map(({ name }) => name);
  const report = reportOf(works, compare(works, functions, arePartners), arePartners, pairs, [
    ...own.unread,
    ...earlier.unread,
  ]);
  await writeFileAtomically(join(out, 'similarity.csv'), `\uFEFF${similarityCsv(report)}`);
  await writeFileAtomically(join(out, 'index.html'), similarityPage(report));
  const above = report.pairs.filter(({ isAbove }) => isAbove).length;
  console.log(
    `${own.works.length} submissions${earlier.works.length > 0 ? ` and ${earlier.works.length} from the archive` : ''}: ${report.scores.length} pairs, ${above} above the threshold, ${report.equal.length} groups of equal work.`,
  );
  for (const { a, b, score } of report.pairs.slice(0, 10))
    console.log(`  ${score.toFixed(2)}  ${a.name} and ${b.name}`);
  console.log(`The page is ${relative('', join(out, 'index.html'))}, the table similarity.csv beside it.`);
});
