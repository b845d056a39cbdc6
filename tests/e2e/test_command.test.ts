/** `npm test -- NAME` finds checks by their names, as in the handout, and test files by their paths. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { projectRoot } from '../../lib/root.ts';

function npmTest(name: string): Promise<{ code: number; output: string }> {
  const command = [join(projectRoot, 'node_modules/tsx/dist/cli.mjs'), 'scripts/test.ts', name, '--reporter=verbose'];
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: projectRoot, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
  });
}

const ran = (output: string) => output.split('\n').filter((line) => line.includes('✓'));

it('runs the checks of a function', async () => {
  const { code, output } = await npmTest('gram');
  expect(ran(output)).toContainEqual(expect.stringContaining('gramMatrix.value'));
  for (const line of ran(output)) expect(line).toMatch(/gramMatrix/);
  expect(code).toBe(0);
});

it('runs a test file', async () => {
  const { code, output } = await npmTest('cohort/csv');
  expect(ran(output).length).toBeGreaterThan(0);
  for (const line of ran(output)) expect(line).toContain('tests/grader/cohort/csv.test.ts');
  expect(code).toBe(0);
});

it('fails when nothing has that name', async () => {
  const { code, output } = await npmTest('nothing_like_this');
  expect(output).toContain('No test files found');
  expect(code).toBe(1);
});
