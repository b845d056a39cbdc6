/** The main job, as a person runs it. */

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { submission } from '../../assignment/submission.ts';
import { type Results, resultsSchema } from '../../grader/report/results_schema.ts';
import { projectRoot } from '../../lib/root.ts';
import { contentHash } from '../../lib/submission/index.ts';
import { buildGolden, readGolden } from '../../scripts/golden/golden.ts';

const resultsOf = async (name: string): Promise<Results> =>
  resultsSchema.parse(JSON.parse(await readFile(join(projectRoot, 'out', name, 'results.json'), 'utf8')));

describe('npm run demo', () => {
  let output: string;
  beforeAll(async () => {
    const env = { ...process.env, A3_SECRET: '7d1c5b0e9a3f4862c4d07be95f218a6372e0b9d4516c8fa39b57e2d01c64f8a3' };
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/demo.ts'], {
      cwd: projectRoot,
      env,
    });
    output = stdout;
  }, 300_000);

  it('gives the reference full marks', async () => {
    const { score, tests, extra_data } = await resultsOf('reference');
    expect(tests?.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(score).toBe(tests?.reduce((sum, { max_score = 0 }) => sum + max_score, 0));
    expect(extra_data.findings).toEqual([]);
    const files = await buildGolden(await readGolden('pass', 'reference'));
    expect(extra_data.receipt?.submission).toBe(contentHash(files, submission));
  });

  it('gives the half-finished one the points of what is right in it, and hints for what is wrong', async () => {
    const { score, tests, output: lines } = await resultsOf('half_finished');
    const solved = tests?.filter(({ status }) => status === 'passed').map(({ extra_data }) => extra_data?.function);
    expect([...new Set(solved)].sort()).toEqual(['ContentLoss.forward', 'StyleLoss.forward', 'StyleLoss.gramMatrix']);
    expect(score).toBe(15);
    expect(tests?.filter(({ output = '' }) => output.includes('Hint: Divide by H · W · C'))).not.toEqual([]);
    expect(lines?.match(/is not implemented yet/g)?.length).toBeGreaterThan(5);
  });

  it('prints the scores and where the reports lie', async () => {
    expect(output).toMatch(/reference\.zip: (\d+) of \1 points/);
    expect(output).toMatch(/half_finished\.zip: 15 of \d+ points/);
    for (const name of ['reference', 'half_finished']) {
      const path = join('out', name, 'report.html');
      expect(output).toContain(path);
      expect(await readFile(join(projectRoot, path), 'utf8')).toMatch(/^<!DOCTYPE html>/);
    }
  });
});
