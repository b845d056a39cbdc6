/** `npm run check -- [--target reference|skeleton|DIR] [NAME]` */
import { checkCommand } from '../harness/runner/command.ts';
import { runMain } from '../lib/errors.ts';

await runMain(() =>
  checkCommand({
    name: 'npm run check --',
    load: async () => (await import('../assignment/handout.ts')).handout,
    defaultTarget: 'skeleton',
    hasReference: true,
  }),
);
