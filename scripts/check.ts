/** `npm run check -- [--target reference|skeleton|DIR] [NAME]` */

import { adviceOn } from '../assignment/checks/advice.ts';
import { checks } from '../assignment/checks/index.ts';
import { checkCommand } from '../harness/runner/command.ts';
import { runMain } from '../lib/errors.ts';

await runMain(() =>
  checkCommand({ name: 'npm run check --', checks, adviceOn, defaultTarget: 'skeleton', hasReference: true }),
);
