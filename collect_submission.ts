/** `npm run collect`: zips your work for handing in, after saying what is unsolved, missing, left over or against the rules. */
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { commandLine } from '#lib/command.ts';
import { runMain } from '#lib/errors.ts';
import { collect } from '#lib/submission/collect.ts';
import { submission } from './assignment/submission.ts';

async function main(): Promise<number> {
  const options = commandLine('npm run collect --')
    .description('Makes the zip to hand in, and a receipt beside it.')
    .option('-o, --output <file>', 'the zip', submission.archive)
    .option('--from <folder>', 'the folder with your files (default: where they were handed out)')
    .parse()
    .opts<{ output: string; from?: string }>();
  // In the course's repository the files are in skeleton/; in the handout, at its root, with the originals in lib/.
  const isHandout = !existsSync(join(import.meta.dirname, 'skeleton'));
  const { costly } = await collect({
    format: submission,
    from: relative('', resolve(options.from ?? join(import.meta.dirname, isHandout ? '.' : 'skeleton'))) || '.',
    originals: join(import.meta.dirname, isHandout ? 'lib/originals' : 'skeleton'),
    output: options.output,
    say: console.log,
  });
  return costly.length === 0 ? 0 : 1;
}

await runMain(main);
