/**
 * `npm test -- [NAME]`: all tests; with a name, the test files with it in their path, and, as in the handout, the checks with
 * it in their name or their function's. Options are Vitest's.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checks } from '../assignment/checks/index.ts';
import { selectChecks } from '../harness/runner/session.ts';
import { commandLine } from '../lib/command.ts';
import { runMain } from '../lib/errors.ts';
import { projectRoot } from '../lib/root.ts';

/** Its tests are named by check id. */
const TESTS_OF_CHECKS = 'tests/assignment/reference.test.ts';

await runMain(async () => {
  const program = commandLine('npm test --')
    .description('Runs all tests, or those with a given name. Other options are passed to Vitest.')
    .argument('[name]', 'only test files with this in their path, and checks with this in their name, e.g. gram')
    .allowUnknownOption()
    .allowExcessArguments()
    .parse();
  const [name = '', ...options] = program.args;
  if (name === '' || name.startsWith('-')) return vitest(name, ...options);
  const files = await readdir(join(projectRoot, 'tests'), { recursive: true });
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
  const command = [join(projectRoot, 'node_modules/vitest/vitest.mjs'), 'run', ...args.filter((arg) => arg !== '')];
  const [code] = await once(spawn(process.execPath, command, { cwd: projectRoot, stdio: 'inherit' }), 'exit');
  return code ?? 1;
}
