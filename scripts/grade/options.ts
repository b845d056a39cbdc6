/** The options of `npm run grade`. */
import { InvalidArgumentError } from 'commander';
import type { Limits } from '../../grader/limits.ts';
import { commandLine, positiveInteger } from '../../lib/command.ts';
import type { EngineChoice } from '../../lib/engine/index.ts';
import { engineOption } from '../../lib/engine/option.ts';
import { limit, limitNames } from './limit_option.ts';
import { type PolicyOptions, policyOptions } from './policy_options.ts';

export interface Options extends PolicyOptions {
  readonly out: string;
  readonly weights?: string;
  readonly engine: EngineChoice;
  readonly jobs: number;
  readonly regrade: boolean;
  readonly roster?: string;
  readonly due?: string;
  readonly submitted?: string;
  readonly plan: boolean;
  readonly limit?: Partial<Limits>;
}

export const program = commandLine('npm run grade --')
  .description(
    'Grades submissions, zips or folders: results.json and report.html for each, index.html and grades.csv for all. Run the same command again to resume.',
  )
  .argument(
    '<submissions...>',
    'zips made by `npm run collect`, or folders: of one submission, or of a cohort, as exported by Canvas, Moodle, Gradescope or GitHub Classroom',
  )
  .option('--out <folder>', 'output folder, with a folder of reports for each submission', 'out')
  .option('--weights <file>', 'the network: a safetensors file of SqueezeNet 1.1, VGG-16 or VGG-19')
  .addOption(engineOption('for the reference; submissions run on wasm').default('wasm'))
  .option('--jobs <number>', 'how many submissions at a time', positiveInteger, 1)
  .option('--plan', 'only say what would be graded', false)
  .option('--regrade', 'grade everything again, even if unchanged, and list the results that changed', false)
  .option(
    '--roster <file>',
    'a CSV file with the columns file, email, id or name, e.g. a gradebook: grades.csv then has a row for each student',
  )
  .option(
    '--due <time>',
    'when the work is due, e.g. 2025-05-01T23:59:00-07:00, instead of what course.json and the metadata say; extensions stay',
    time,
  )
  .option('--submitted <time>', 'when it was submitted, for a single submission without submission_metadata.json', time)
  .addOption(policyOptions.course)
  .addOption(policyOptions.graceHours)
  .addOption(policyOptions.latePenalty)
  .addOption(policyOptions.maxSubmissionsPerDay)
  .option('--limit <name=value>', 'a sandbox limit, e.g. checkCpuMs=20000; repeatable; see below', limit)
  .addHelpText(
    'after',
    `
Limits and their defaults; grader/limits.ts describes them, and every result lists those in force:
${limitNames}

Times and authors of submissions are read from Gradescope's submission_metadata.json beside a submission, or, for one of many zips NAME.zip, from NAME.submission_metadata.json; from the submission_metadata.yml of Gradescope's export; from a clone's last commit; or from the roster's column "submitted" (Moodle: "Last modified (submission)").

A submission is graded again if its content, the fixtures, the network, the grader, a limit or a rule about time has changed.

Exit code: 0 all graded; 1 one could not be graded, or one of its files does not parse (it still has a result);
2 a fault of the grader or wrong use: that submission has no score, and the same command retries it. The worst wins.
After three faults of the grader in a row a submission is set aside: exit code 1, and only --regrade tries it again.`,
  );

/** The offset is required: otherwise a regrade on another machine could mean another time. */
function time(text: string): string {
  if (/T.*(Z|[+-]\d\d:?\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('Expected a time with its UTC offset, e.g. 2025-05-01T23:59:00-07:00.');
}
