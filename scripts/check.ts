/** `npm run check -- [--target reference|skeleton|DIR] [NAME]` */
import { runMain } from '../lib/errors.ts';
import { checks } from '../tests/checks/index.ts';
import { checkCommand } from '../tests/runner/command.ts';

await runMain(() => checkCommand({ name: 'npm run check --', checks, defaultTarget: 'skeleton', hasReference: true }));
