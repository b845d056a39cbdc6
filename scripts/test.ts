/**
 * `npm test -- [NAME]`: all tests; with a name, the test files that have it in their path, and, as in the handout, the checks
 * that have it in their name or their function's. Options are Vitest's.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checks } from '../assignment/checks/index.ts';
import { selectChecks } from '../harness/runner/session.ts';
import { runMain } from '../lib/errors.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Its tests are called by the checks' ids. */
const TESTS_OF_CHECKS = 'tests/assignment/reference.test.ts';

await runMain(async () => {
  const [name = '', ...options] = process.argv.slice(2);
  if (name === '' || name.startsWith('-')) return vitest(name, ...options);
  const files = await readdir(join(ROOT, 'tests'), { recursive: true });
  const isFile = files.some(
    (file) => file.endsWith('.test.ts') && `tests/${file.replaceAll('\\', '/')}`.includes(name),
  );
  const ids = selectChecks(checks, name).map(({ id }) => id.replaceAll('.', '\\.'));
  const codes = [];
  if (isFile || ids.length === 0) codes.push(await vitest(name, ...options));
  if (ids.length > 0) codes.push(await vitest(TESTS_OF_CHECKS, '-t', ` (${ids.join('|')})$`, ...options));
  return Math.max(...codes);
});

async function vitest(...args: string[]): Promise<number> {
  const command = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...args.filter((arg) => arg !== '')];
  const [code] = await once(spawn(process.execPath, command, { cwd: ROOT, stdio: 'inherit' }), 'exit');
  return code ?? 1;
}
