/** The rules about imports notice what they are there for: each planted leak breaks one, however many files lie in between. */
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['lib', 'harness', 'assignment', 'grader'];
const CONFIG = ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json'];
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'a3-rules-'));
  for (const name of [...FOLDERS, ...CONFIG]) await cp(join(root, name), join(copy, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
});
afterAll(() => rm(copy, { recursive: true }));

/** @returns the names of the rules that the copy breaks */
function brokenRules(): Promise<string[]> {
  const cli = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cli, '--config', '.dependency-cruiser.cjs', '--no-progress', '--output-type', 'json', ...FOLDERS];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: copy, maxBuffer: 2 ** 28 }, (error, stdout) => {
      if (stdout === '') return reject(error);
      const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
      resolve([...new Set(summary.violations.map(({ rule }) => rule.name))].sort());
    });
  });
}

it('nothing is broken as it is', async () => {
  expect(await brokenRules()).toEqual([]);
});

it.each([
  [
    'the secret, in what the sandbox speaks',
    'grader/sandbox/requests.ts',
    '../secret.ts',
    'sandbox-holds-nothing-of-the-host',
  ],
  [
    'the judge, in what the sandbox reads',
    'grader/sandbox/frames.ts',
    '../judge.ts',
    'sandbox-holds-nothing-of-the-host',
  ],
  [
    'reference dependencies, in the runner of checks',
    'harness/run.ts',
    '../assignment/reference_dependencies/index.ts',
    'sandbox-holds-no-answers',
  ],
  [
    'misconceptions, three files below the list of checks',
    'assignment/checks/toy/network.ts',
    '../../misconceptions/index.ts',
    'checks-have-no-answers',
  ],
  [
    'the assignment, in the harness',
    'harness/points.ts',
    '../assignment/checks/subjects.ts',
    'harness-knows-no-assignment',
  ],
  ['the harness, in the library', 'lib/errors.ts', '../harness/format.ts', 'lib-is-the-bottom'],
])('%s', async (_, file, specifier, rule) => {
  const path = join(copy, file);
  const text = await readFile(path);
  await appendFile(path, `\nimport * as planted from '${specifier}';\nexport { planted };\n`);
  try {
    expect(await brokenRules()).toContain(rule);
  } finally {
    await writeFile(path, text);
  }
});
