/** `npm run doctor`: checks whether this machine is ready for the assignment. */
import { commandLine } from '#lib/command.ts';
import { runMain } from '#lib/errors.ts';
import { examineMachine, printDiagnoses } from '../harness/runner/doctor.ts';

await runMain(async () => {
  commandLine('npm run doctor')
    .description('Checks Node, memory, engine and network, and says how to fix what is wrong.')
    .parse();
  return (await printDiagnoses(examineMachine())) ? 0 : 1;
});
