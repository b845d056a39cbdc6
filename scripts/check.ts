/** `npm run check -- [--target reference|skeleton|DIR] [NAME]` */
import { join } from 'node:path';
import { checkCommand } from '../harness/runner/command.ts';
import { runMain } from '../lib/errors.ts';
import { projectRoot } from '../lib/root.ts';

await runMain(() =>
  checkCommand({
    name: 'npm run check --',
    load: async () => (await import('../assignment/handout.ts')).handout,
    defaultTarget: 'skeleton',
    originals: join(projectRoot, 'skeleton'),
    hasReference: true,
  }),
);
