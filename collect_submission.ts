/** `npm run collect`: zips your work for handing in, after saying what is unsolved, missing, left over or against the rules. */
import { commandLine } from '#lib/command.ts';
import { runMain } from '#lib/errors.ts';
import { collect } from '#lib/submission/collect.ts';
import { submissionFolders } from '#lib/submission/here.ts';
import { submission } from './assignment/submission.ts';

async function main(): Promise<number> {
  const options = commandLine('npm run collect --')
    .description('Makes the zip to hand in, and a receipt beside it.')
    .option('-o, --output <file>', 'the zip', submission.archive)
    .option('--from <folder>', 'the folder with your files (default: where they were handed out)')
    .parse()
    .opts<{ output: string; from?: string }>();
  const { costly } = await collect({
    format: submission,
    ...submissionFolders(import.meta.dirname, options.from),
    output: options.output,
    say: console.log,
  });
  return costly.length === 0 ? 0 : 1;
}

await runMain(main);
