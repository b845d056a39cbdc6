/** `npm run handout -- [-o FILE]`: the students' zip. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CourseError, runMain } from '../lib/errors.ts';
import { writeFileAtomically } from '../lib/files.ts';
import { deterministicZip } from '../lib/submission/archive.ts';
import { handoutFiles } from './handout/contents.ts';

const usage = `npm run handout -- [-o FILE]

Builds the zip that students get: skeleton, built library, visible checks and fixtures, README.

  -o, --output FILE  the zip (default: handout.zip)
  -h, --help         this text`;

await runMain(async () => {
  const options = readOptions();
  if (options.help) return console.log(usage);
  const files = await handoutFiles(fileURLToPath(new URL('..', import.meta.url)));
  const zip = await deterministicZip(files);
  await writeFileAtomically(options.output, zip);
  console.log(`${options.output}: ${files.size} files, ${(zip.length / 2 ** 20).toFixed(1)} MiB`);
  console.log(`  SHA-256 ${createHash('sha256').update(zip).digest('hex')}`);
});

function readOptions() {
  const output = { type: 'string', short: 'o', default: 'handout.zip' } as const;
  const help = { type: 'boolean', short: 'h', default: false } as const;
  try {
    return parseArgs({ options: { output, help } }).values;
  } catch (error) {
    throw new CourseError(`${(error as Error).message}\n\n${usage}`);
  }
}
