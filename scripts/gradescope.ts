/** `npm run gradescope -- [-o FILE] [--weights FILE]`: the zip for Gradescope's "Configure Autograder". */
import { createHash } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadSecret, SECRET_FILE } from '../grader/secret.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { writeFileAtomically } from '../lib/files.ts';
import { deterministicZip } from '../lib/submission/archive.ts';
import { autograderFiles, ROOT_SCRIPTS } from './gradescope/contents.ts';

const usage = `npm run gradescope -- [-o FILE] [--weights FILE]

Builds the zip that Gradescope makes its autograder from. It holds the reference and the course's secret (A3_SECRET, else
${SECRET_FILE}), so that the same work has the same points there and here.

  -o, --output FILE   the zip (default: autograder.zip)
      --weights FILE  the network, as for \`npm run grade\`
  -h, --help          this text`;

await runMain(async () => {
  const { help, output, weights } = readOptions();
  if (help) return console.log(usage);
  const projectRoot = fileURLToPath(new URL('..', import.meta.url));
  const files = await autograderFiles({ projectRoot, secret: await loadSecret(), weights });
  const zip = await deterministicZip(files, ROOT_SCRIPTS);
  await writeFileAtomically(output, zip);
  await chmod(output, 0o600);
  console.log(`${output}: ${files.size} files, ${(zip.length / 2 ** 20).toFixed(1)} MiB`);
  console.log(`  SHA-256 ${createHash('sha256').update(zip).digest('hex')}`);
  console.log('KEEP THIS FILE SECRET: it holds the solutions and the secret that the points are drawn with.');
  console.log(
    'Upload it at "Configure Autograder" (Ubuntu 22.04, variant Base). The default container (0.5 CPU, 0.75 GB) will do.',
  );
});

function readOptions() {
  const options = {
    output: { type: 'string', short: 'o', default: 'autograder.zip' },
    weights: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new CourseError(`${(error as Error).message}\n\n${usage}`);
  }
}
