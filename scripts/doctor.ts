/** `npm run doctor [-- --grader]`: checks whether this machine is ready for the assignment and for grading. */
import { assignment } from '../assignment/assignment.ts';
import { examineGrader } from '../grader/doctor.ts';
import { examineMachine, printDiagnoses } from '../harness/runner/doctor.ts';
import { commandLine } from '../lib/command.ts';
import { runMain } from '../lib/errors.ts';

await runMain(async () => {
  const program = commandLine('npm run doctor --')
    .description('Checks Node, memory, engine and network, and says how to fix what is wrong.')
    .option('--grader', 'also report which layers of isolation work here, for grading')
    .parse();
  const healthy = await printDiagnoses(examineMachine());
  const contained = program.opts().grader ? await printDiagnoses(examineGrader(assignment)) : true;
  return healthy && contained ? 0 : 1;
});
