/** `npm test -- [NAME]`: the checks on your files. */
import { runMain } from '#lib/errors.ts';
import { checks } from '../tests/checks/index.ts';
import { checkCommand } from '../tests/runner/command.ts';

await runMain(() => checkCommand({ name: 'npm test --', checks, defaultTarget: '.', hasReference: false }));
