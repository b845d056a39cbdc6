/** `npm run grade` as a process: exit codes, folders, and what an interrupt leaves. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storeGrading } from '../../grader/cohort/store.ts';
import { resultsSchema } from '../../grader/report/results_schema.ts';
import { projectRoot } from '../../lib/root.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { buildGolden, readGolden } from '../../scripts/golden/golden.ts';
import { withFolder } from '../../scripts/support/folders.ts';
import { failedSample } from '../support/sample_gradings.ts';

const timeout = 180_000;

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** @param onOutput told all that was printed so far */
function gradeCommand(
  parameters: string[],
  onOutput: (output: string, interrupt: () => void) => void = () => {},
): Promise<Ended> {
  const env = { ...process.env, A3_SECRET: '7d1c5b0e9a3f4862c4d07be95f218a6372e0b9d4516c8fa39b57e2d01c64f8a3' };
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/grade.ts', ...parameters], {
    cwd: projectRoot,
    env,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      onOutput(output, () => child.kill('SIGINT'));
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

const results = async (folder: string) =>
  resultsSchema.parse(JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')));

describe('npm run grade', () => {
  it('ends with 2 where the command is wrong, and says how it is right', { timeout }, async () => {
    expect(await gradeCommand([])).toMatchObject({ code: 2, output: expect.stringContaining('submissions') });
    expect(await gradeCommand(['nowhere.zip'])).toMatchObject({
      code: 2,
      output: expect.stringContaining('There is no submission at'),
    });
    expect(await gradeCommand(['--jobs', '0', 'README.md'])).toMatchObject({
      code: 2,
      output: expect.stringContaining('Expected a whole number ≥ 1'),
    });
    expect(await gradeCommand(['--help'])).toMatchObject({ code: 0, output: expect.stringContaining('Exit code') });
  });

  it('ends with 1 where one is no submission, and has a result for it', { timeout }, async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'essay.zip');
      await writeFile(path, 'not a zip');
      const { code, output } = await gradeCommand([path, '--out', join(folder, 'out')]);
      expect(code).toBe(1);
      expect(output).toContain('could not be graded');
      expect(await results(join(folder, 'out/essay'))).toMatchObject({ score: 0, extra_data: { status: 'refused' } });
      expect(existsSync(join(folder, 'out/essay/report.html'))).toBe(true);
    });
  });

  it('sets aside what the grader has failed at three times, and tells staff', { timeout }, async () => {
    await withFolder(async (folder) => {
      const [path, out] = [join(folder, 'essay.zip'), join(folder, 'out')];
      await writeFile(path, 'not a zip');
      for (let i = 0; i < 3; i++) await storeGrading(out, 'essay', failedSample);
      const { code, output } = await gradeCommand([path, '--out', out]);
      expect(code).toBe(1);
      expect(output).toContain('Set aside, because the grader failed on it three times: essay.');
      expect(await results(join(out, 'essay'))).toMatchObject({ extra_data: { status: 'failed' } });
      expect((await gradeCommand([path, '--out', out, '--regrade'])).code).toBe(1);
      expect(await results(join(out, 'essay'))).toMatchObject({ score: 0, extra_data: { status: 'refused' } });
    });
  });

  it('leaves what is finished whole when it is interrupted, and nothing half', { timeout }, async () => {
    await withFolder(async (folder) => {
      const [first, second] = [join(folder, 'essay.zip'), join(folder, 'work.zip')];
      await writeFile(first, 'not a zip');
      await writeFile(second, await deterministicZip(await buildGolden(await readGolden('pass', 'reference'))));
      const out = join(folder, 'out');
      let isInterrupted = false; // a second Ctrl-C ends it at once
      const { code, output } = await gradeCommand([first, second, '--out', out], (output, interrupt) => {
        if (isInterrupted || !output.includes('Grading work')) return;
        isInterrupted = true;
        interrupt();
      });
      expect(code).toBe(130);
      expect(output).toContain('Interrupted.');
      expect((await results(join(out, 'essay'))).extra_data.status).toBe('refused');
      expect((await readdir(out, { recursive: true })).sort()).toEqual([
        'essay',
        'essay/history',
        'essay/history/000001.json',
        'essay/report.html',
        'essay/results.json',
        'staff',
        'staff/essay.html',
      ]);
    });
  });
});
