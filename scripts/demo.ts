/** `npm run demo`: shows what the grader does, on two submissions. */
import { commandLine } from '../lib/command.ts';
import { runMain } from '../lib/errors.ts';

async function main(): Promise<number> {
  commandLine('npm run demo')
    .description('Zips the reference and a half-finished submission, grades both, and writes their reports into out/.')
    .parse();
  console.log('Grading two submissions: the reference, and one that is half finished. Loading the grader ...');
  const { gradeBoth } = await import('./demo/grade_both.ts'); // takes seconds, and so comes after the first line
  return gradeBoth();
}

await runMain(main);
