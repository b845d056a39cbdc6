/** `npm test -- [NAME]`: the checks on your files. */
import { runMain } from '#lib/errors.ts';
import { checkCommand } from '../harness/runner/command.ts';

await runMain(() =>
  checkCommand({
    name: 'npm test --',
    load: async () => (await import('../assignment/handout.ts')).handout,
    defaultTarget: '.',
    hasReference: false,
  }),
);
