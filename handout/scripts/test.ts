/** `npm test -- [NAME]`: the checks on your files. */
import { join } from 'node:path';
import { runMain } from '#lib/errors.ts';
import { projectRoot } from '#lib/root.ts';
import { checkCommand } from '../harness/runner/command.ts';

await runMain(() =>
  checkCommand({
    name: 'npm test --',
    load: async () => (await import('../assignment/handout.ts')).handout,
    defaultTarget: '.',
    originals: join(projectRoot, 'lib/originals'),
    hasReference: false,
  }),
);
