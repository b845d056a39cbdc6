/** The handout as a student gets it, unpacked in a folder with a blank and an umlaut in its name. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { submission } from '../../assignment/submission.ts';
import { projectRoot } from '../../lib/root.ts';
import { handoutFiles } from '../../scripts/handout/contents.ts';
import { borrowPackages, unpack } from '../../scripts/handout/walk.ts';

export const plainEnv = { ...process.env, FORCE_COLOR: '0' };
export const MINUTES = 60_000;

export class Handout {
  private constructor(
    readonly parent: string,
    /** Where it is unpacked. */
    readonly folder: string,
  ) {}

  static async unpack(): Promise<Handout> {
    const parent = await mkdtemp(join(tmpdir(), 'handout-'));
    const handout = new Handout(parent, join(parent, 'Übung drei'));
    await unpack(await handoutFiles(projectRoot), handout.folder);
    await borrowPackages(projectRoot, handout.folder);
    return handout;
  }

  /** With the reference's files instead of the stubs. */
  static async solved(): Promise<Handout> {
    const handout = await Handout.unpack();
    for (const file of submission.files) await cp(join(projectRoot, 'reference', file), join(handout.folder, file));
    return handout;
  }

  run(script: string, ...args: string[]): Promise<{ code: number; out: string }> {
    const options = { cwd: this.folder, env: plainEnv };
    return new Promise((resolve) => {
      execFile(process.execPath, ['--import', 'tsx', script, ...args], options, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr });
      });
    });
  }

  remove(): Promise<void> {
    return rm(this.parent, { recursive: true });
  }
}
