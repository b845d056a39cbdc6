/** A copy of the project in a temporary folder, to change and to run commands in. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the commands of staff, students and the grader are made of. */
import { projectRoot } from '../../lib/root.ts';

const PARTS = [
  'assets',
  'assignment',
  'collect_submission.ts',
  'fixtures/manifest.json',
  'fixtures/inputs',
  'fixtures/expected',
  'fixtures/hints',
  'grader',
  'handout',
  'harness',
  'lib',
  'package.json',
  'package-lock.json',
  'reference',
  'scripts',
  'skeleton',
  'tsconfig.json',
];

export interface Ran {
  readonly code: number;
  readonly out: string;
}

export class ProjectCopy {
  private constructor(readonly folder: string) {}

  static async make(): Promise<ProjectCopy> {
    const folder = await mkdtemp(join(tmpdir(), 'a3-project-'));
    for (const part of PARTS) await cp(join(projectRoot, part), join(folder, part), { recursive: true });
    await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'junction');
    return new ProjectCopy(folder);
  }

  /** `npm run SCRIPT -- ARGS`, by default in the copy's root. */
  run(script: string, args: readonly string[] = [], cwd = this.folder): Promise<Ran> {
    const npm = ['run', '--silent', script, '--', ...args];
    const env = { ...process.env, FORCE_COLOR: '0' };
    return new Promise((resolve) => {
      execFile(
        'npm',
        npm,
        { cwd, env, maxBuffer: 2 ** 26, shell: process.platform === 'win32' },
        (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr }),
      );
    });
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
