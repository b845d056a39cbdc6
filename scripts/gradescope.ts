/** `npm run gradescope -- [-o FILE] [--weights FILE] …`: the zip for Gradescope's "Configure Autograder". */
import { Option } from 'commander';
import { assignment } from '../assignment/assignment.ts';
import type { LevelName } from '../grader/sandbox/levels/level.ts';
import { loadSecret, SECRET_FILE } from '../grader/secret.ts';
import { commandLine } from '../lib/command.ts';
import { runMain } from '../lib/errors.ts';
import { writeFileAtomically } from '../lib/files.ts';
import { sha256 } from '../lib/hash.ts';
import { projectRoot } from '../lib/root.ts';
import { deterministicZip } from '../lib/submission/archive.ts';
import { type PolicyOptions, policyOptions, readRules } from './grade/policy_options.ts';
import { autograderFiles, ROOT_SCRIPTS } from './gradescope/contents.ts';
import { preflight } from './support/preflight.ts';

interface Options extends PolicyOptions {
  readonly output: string;
  readonly weights?: string;
  readonly sandbox: LevelName;
}

const program = commandLine('npm run gradescope --')
  .description('Builds the autograder zip for Gradescope.')
  .option('-o, --output <file>', 'the zip', 'autograder.zip')
  .option('--weights <file>', 'the network, as for `npm run grade`')
  .addOption(
    new Option(
      '--sandbox <level>',
      'the isolation level there: a Gradescope container holds one submission, and usually does not let bubblewrap create namespaces',
    )
      .choices(['bubblewrap', 'user'])
      .default('user'),
  )
  .addOption(policyOptions.course)
  .addOption(policyOptions.graceHours)
  .addOption(policyOptions.latePenalty)
  .addOption(policyOptions.maxSubmissionsPerDay)
  .addHelpText(
    'after',
    `
The due date is set in Gradescope, or in course.json, which then overrides it. The zip holds the reference and the course's secret (A3_SECRET, else
${SECRET_FILE}), so that the same work gets the same points there and here.`,
  );

async function main(): Promise<void> {
  program.parse();
  const options = program.opts<Options>();
  const { output, weights, sandbox } = options;
  const { rules, policy } = await readRules(options);
  await preflight(assignment, projectRoot);
  const files = await autograderFiles({
    projectRoot,
    secret: await loadSecret(),
    weights,
    sandbox,
    rules: { policy, points: rules.points },
  });
  const zip = await deterministicZip(files, ROOT_SCRIPTS);
  await writeFileAtomically(output, zip, 0o600);
  console.log(`${output}: ${files.size} files, ${(zip.length / 2 ** 20).toFixed(1)} MiB`);
  console.log(`  SHA-256 ${sha256(zip)}`);
  console.log('KEEP THIS FILE PRIVATE: it contains the solutions and the secret that points depend on.');
  console.log(
    'Upload it at "Configure Autograder" (Ubuntu 22.04, variant Base). The default container (0.5 CPU, 0.75 GB) will do.',
  );
}

await runMain(main);
