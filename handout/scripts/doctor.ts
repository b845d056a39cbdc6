/** `npm run doctor`: is this machine fit for the assignment? */
import { runMain } from '#lib/errors.ts';
import { examineMachine, printDiagnoses } from '../harness/runner/doctor.ts';

await runMain(async () => ((await printDiagnoses(examineMachine())) ? 0 : 1));
