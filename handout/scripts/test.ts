/** `npm test -- [NAME]`: the checks on your files. */
import { runMain } from '#lib/errors.ts';
import { handout } from '../assignment/handout.ts';
import { checkCommand } from '../harness/runner/command.ts';

await runMain(() =>
  checkCommand({ name: 'npm test --', assignment: handout, defaultTarget: '.', hasReference: false }),
);
