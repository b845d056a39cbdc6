/** `npm run check -- [--target reference|skeleton|DIR] [NAME]` */
import { handout } from '../assignment/handout.ts';
import { checkCommand } from '../harness/runner/command.ts';
import { runMain } from '../lib/errors.ts';

await runMain(() =>
  checkCommand({ name: 'npm run check --', assignment: handout, defaultTarget: 'skeleton', hasReference: true }),
);
