import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

it.skipIf(process.platform === 'win32')('no command opens its inspector by signal', () => {
  const errors = pathToFileURL(new URL('../../lib/errors.ts', import.meta.url).pathname).href;
  const script = `import { runMain } from '${errors}';
    await runMain(async () => console.log(process.listenerCount('SIGUSR1')));`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim()).toBe('1');
});
