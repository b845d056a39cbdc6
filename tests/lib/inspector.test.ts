import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

/** A process that sends itself SIGUSR1 and, once Node has had the time to open its inspector, says where that listens. */
function inspectorAfterSignal(prepare: string): string {
  const script = `${prepare}
    import { url } from 'node:inspector';
    process.kill(process.pid, 'SIGUSR1');
    for (let i = 0; i < 100 && !url(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
    console.log(String(url()));`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script];
  return execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' }).trim();
}

it.skipIf(process.platform === 'win32')('no command opens its inspector by signal', () => {
  const errors = pathToFileURL(new URL('../../lib/errors.ts', import.meta.url).pathname).href;
  expect(inspectorAfterSignal(`import { runMain } from '${errors}'; await runMain(async () => {});`)).toBe('undefined');
});
