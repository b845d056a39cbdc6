import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

import { projectRoot } from '../../lib/root.ts';

it.skipIf(process.platform === 'win32')('no command opens its inspector by signal', () => {
  const errors = pathToFileURL(join(projectRoot, 'lib/errors.ts')).href;
  const script = `import { runMain } from '${errors}';
    await runMain(async () => console.log(process.listenerCount('SIGUSR1')));`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim()).toBe('1');
});
