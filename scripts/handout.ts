/** `npm run handout -- [-o FILE]`: the students' zip. */
import { assignment } from '../assignment/assignment.ts';
import { commandLine } from '../lib/command.ts';
import { runMain } from '../lib/errors.ts';
import { writeFileAtomically } from '../lib/files.ts';
import { sha256 } from '../lib/hash.ts';
import { projectRoot } from '../lib/root.ts';
import { handoutFiles, handoutZip } from './handout/contents.ts';
import { preflight } from './support/preflight.ts';

await runMain(async () => {
  const { output } = commandLine('npm run handout --')
    .description('Builds the zip that students get: skeleton, built library, visible checks and fixtures, README.')
    .option('-o, --output <file>', 'the zip', 'handout.zip')
    .parse()
    .opts<{ output: string }>();
  await preflight(assignment, projectRoot);
  const files = await handoutFiles(projectRoot);
  const zip = await handoutZip(files);
  await writeFileAtomically(output, zip);
  console.log(`${output}: ${files.size} files, ${(zip.length / 2 ** 20).toFixed(1)} MiB`);
  console.log(`  SHA-256 ${sha256(zip)}`);
});
