/** `npm test -- [NAME]`: the checks on your files. */
import { runMain } from '#lib/errors.ts';
import { adviceOn } from '../assignment/checks/advice.ts';
import { checks } from '../assignment/checks/index.ts';
import { checkCommand } from '../harness/runner/command.ts';

await runMain(() => checkCommand({ name: 'npm test --', checks, adviceOn, defaultTarget: '.', hasReference: false }));
