/** `npm run grade -- SUBMISSION.zip [more] [--out DIR] [--weights FILE] [--engine E] [--jobs N]` */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { openCourse } from '../grader/course.ts';
import type { EngineWish } from '../lib/engine/index.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { exitCode, gradeAll } from './grade/grade_all.ts';

const program = new Command('npm run grade --')
  .description('Grades submissions, zips or folders, and writes results.json and report.html for each.')
  .argument('<submissions...>', 'zips made by `npm run collect`, or folders')
  .option('--out <folder>', 'where the reports go, a folder for each submission', 'out')
  .option('--weights <file>', 'the network: a safetensors file of SqueezeNet 1.1, VGG-16 or VGG-19')
  .addOption(
    new Option('--engine <engine>', 'of the reference; submissions run on wasm')
      .choices(['auto', 'tensorflow', 'wasm', 'cpu'])
      .default('wasm'),
  )
  .option('--jobs <number>', 'how many submissions at a time', positiveInteger, 1)
  .addHelpText(
    'after',
    `
Exit code: 0 all graded; 1 one could not be graded, or a file of it does not parse (it has a result all the same);
2 a fault of the grader or of the command: that submission has no score and is to be graded again. The worst wins.`,
  );

interface Options {
  readonly out: string;
  readonly weights?: string;
  readonly engine: EngineWish;
  readonly jobs: number;
}

function positiveInteger(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('A whole number from 1 is due.');
}

async function main(): Promise<number> {
  program.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  program.parse();
  const { out, weights, engine, jobs } = program.opts<Options>();
  const paths = [...new Set(program.args.map((path) => resolve(path)))];
  for (const path of paths) {
    await stat(path).catch(() => {
      throw new CourseError(`There is no submission at ${path}. Give the path of a zip or of a folder.`);
    });
  }
  process.once('SIGINT', () => {
    console.error(
      '\nInterrupted. The reports of what was finished are whole; run the same command again for the rest.',
    );
    process.exit(130);
  });
  // Two files at a time use two cores well: of one submission, or of two.
  const course = await openCourse({ weights, engine, concurrency: jobs > 1 ? 1 : 2 });
  console.error(`Network: ${course.receipt.modelDescription}.`);
  return exitCode(await gradeAll(paths, course, { out, jobs }));
}

await runMain(main);
