/** The rules about imports find what they are there for: each planted leak breaks one, however many files lie in between. */
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { projectRoot } from '../../lib/root.ts';

const FOLDERS = ['lib', 'harness', 'assignment', 'grader', 'scripts'];
const ALSO_COPIED = ['tests/support', '.dependency-cruiser.cjs', 'package.json', 'tsconfig.json'];

interface Leak {
  readonly what: string;
  readonly file: string;
  readonly imports: string;
  readonly rule: string;
}

const leaks: readonly Leak[] = [
  {
    what: 'the secret, in what the sandbox speaks',
    file: 'grader/sandbox/requests.ts',
    imports: '../secret.ts',
    rule: 'sandbox-holds-nothing-of-the-host',
  },
  {
    what: 'the judge, in what the sandbox reads',
    file: 'grader/sandbox/frames.ts',
    imports: '../judge/excess.ts',
    rule: 'sandbox-holds-nothing-of-the-host',
  },
  {
    what: 'reference dependencies, in the runner of checks',
    file: 'harness/run.ts',
    imports: '../assignment/reference_dependencies/index.ts',
    rule: 'sandbox-holds-no-answers',
  },
  {
    what: 'misconceptions, three files below the list of checks',
    file: 'assignment/checks/toy/network.ts',
    imports: '../../misconceptions/index.ts',
    rule: 'checks-have-no-answers',
  },
  {
    what: 'the assignment, in the harness',
    file: 'harness/points.ts',
    imports: '../assignment/checks/subjects.ts',
    rule: 'harness-knows-no-assignment',
  },
  {
    what: 'a check, in the grader',
    file: 'grader/plan.ts',
    imports: '../assignment/checks/index.ts',
    rule: 'grader-knows-only-the-manifest',
  },
  {
    what: 'the harness, in the library',
    file: 'lib/errors.ts',
    imports: '../harness/format.ts',
    rule: 'lib-is-the-bottom',
  },
  {
    what: "tests' helpers, in a script",
    file: 'scripts/grade/table.ts',
    imports: '../../tests/support/grading.ts',
    rule: 'no-tests-in-production',
  },
];

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
  /** The files on the way, for what is reached through others. */
  readonly via?: readonly { readonly name: string }[];
}

let copy: string;
let unplanted: readonly Violation[];
let planted: readonly Violation[];

/** A run takes seconds, so all leaks are planted in one copy. Each is looked for by its own rule and its own import. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'a3-rules-'));
  for (const name of [...FOLDERS, ...ALSO_COPIED])
    await cp(join(projectRoot, name), join(copy, name), { recursive: true });
  await symlink(join(projectRoot, 'node_modules'), join(copy, 'node_modules'), 'junction');
  for (const { file, imports } of leaks)
    await appendFile(join(copy, file), `\nimport * as planted from '${imports}';\nexport { planted };\n`);
  [unplanted, planted] = await Promise.all([violations(projectRoot), violations(copy)]);
});
afterAll(() => rm(copy, { recursive: true }));

function violations(cwd: string): Promise<readonly Violation[]> {
  const cli = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cli, '--config', '.dependency-cruiser.cjs', '--no-progress', '--output-type', 'json', ...FOLDERS];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 28 }, (error, stdout) =>
      stdout === '' ? reject(error) : resolve(JSON.parse(stdout).summary.violations),
    );
  });
}

/** `file → file` for each import on the way from a violation's start to its end. */
const importsOf = ({ from, to, via = [] }: Violation): string[] => {
  const way = [from, ...via.map(({ name }) => name), to];
  return way.slice(1).map((file, i) => `${way[i]} → ${file}`);
};

it('nothing is broken as it is', () => {
  expect(unplanted).toEqual([]);
});

it.each(leaks)('$what', ({ file, imports, rule }) => {
  const found = planted.filter(({ rule: { name } }) => name === rule).flatMap(importsOf);
  expect(found).toContain(`${file} → ${posix.join(posix.dirname(file), imports)}`);
});
