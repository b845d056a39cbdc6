/** `npm run saliency_map` and the other entry scripts: runs the target's file of that name. */
import { Argument } from 'commander';
import { handout } from '../assignment/handout.ts';
import { openTarget } from '../harness/runner/target.ts';
import { commandLine } from '../lib/command.ts';
import { runMain } from '../lib/errors.ts';

await runMain(async () => {
  // Only --target is read here. The rest, including --help, goes to the script.
  const program = commandLine('run_entry')
    .addArgument(new Argument('<name>').choices(handout.entryScripts))
    .option('--target <target>', '', 'skeleton')
    .allowUnknownOption()
    .allowExcessArguments()
    .helpOption(false)
    .parse();
  const [name, ...args] = program.args;
  if (args.includes('--help'))
    console.log('--target <target>: whose script: reference, skeleton (default) or a folder\n');
  const target = await openTarget(program.opts<{ target: string }>().target);
  const entry = await target.load(`${name}.ts`);
  await entry.main(args);
});
