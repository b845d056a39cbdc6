/** `npm run collect`: zips your work for handing in, after saying what is unsolved, missing or left over. */
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runMain, StudentError } from '#lib/errors.ts';
import { collect } from '#lib/submission/collect.ts';
import { submission } from './assignment/submission.ts';

const usage = `npm run collect -- [-o FILE] [--from DIR]

Makes the zip to hand in, and a receipt beside it.

  -o, --output FILE  the zip (default: ${submission.archive})
      --from DIR     the folder with your files (default: where they were handed out)
  -h, --help         this text`;

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return console.log(usage);
  // In the course's repository the files lie in skeleton/, in the handout at its root, with the originals in lib/.
  const isHandout = !existsSync(join(import.meta.dirname, 'skeleton'));
  await collect({
    format: submission,
    from: relative('', resolve(options.from ?? join(import.meta.dirname, isHandout ? '.' : 'skeleton'))) || '.',
    originals: join(import.meta.dirname, isHandout ? 'lib/originals' : 'skeleton'),
    output: options.output,
    say: console.log,
  });
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        output: { type: 'string', short: 'o', default: submission.archive },
        from: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new StudentError(`${(error as Error).message}\n\n${usage}`);
  }
}

await runMain(main);
