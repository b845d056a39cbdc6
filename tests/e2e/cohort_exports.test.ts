/** A cohort as three learning systems export it: one more student changes nobody else's folder, result or row. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { STAFF_FOLDER } from '../../grader/report/index.ts';
import { resultsSchema } from '../../grader/report/results_schema.ts';
import { projectRoot } from '../../lib/root.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { buildGolden, readGolden } from '../../scripts/golden/golden.ts';
import { withFolder, writeFiles } from '../../scripts/support/folders.ts';

const TV = 'style_modules/tv_loss.ts';
const ZIP = 'assignment_3_submission.zip';
const COHORT = [
  `moodle/Ana Lind_123456_assignsubmission_file_/${ZIP}`,
  `moodle/Bo Müller_123457_assignsubmission_file_/${ZIP}`,
  'canvas/lind_4711_991234_work.zip',
  'canvas/woo_LATE_4712_991235_work-1.zip',
  'gradescope/submission_301',
  'gradescope/submission_302',
];
/** In front of the others, whatever they are sorted by. */
const LATER = [`moodle/Aaron Abel_100001_assignsubmission_file_/${ZIP}`];

it('gives everybody the same folder, result and row with one more student', { timeout: 300_000 }, async () => {
  const [skeleton, reference] = await Promise.all([
    buildGolden({ ...(await readGolden('pass', 'reference')), base: 'skeleton' }),
    buildGolden(await readGolden('pass', 'reference')),
  ]);
  await withFolder(async (folder) => {
    /** Every second one has solved a function, and each has a remark of its own. */
    const handIn = async (path: string, i: number): Promise<string> => {
      const solved = i % 2 === 0 ? [[TV, reference.get(TV)!] as const] : [];
      const remark = Buffer.from(`// ${path}\n`);
      const files = new Map([...skeleton, ...solved].map(([name, bytes]) => [name, Buffer.concat([bytes, remark])]));
      const full = join(folder, path);
      if (!path.endsWith('.zip')) await writeFiles(full, files);
      else {
        await mkdir(dirname(full), { recursive: true });
        await writeFile(full, await deterministicZip(files));
      }
      return full;
    };
    const out = join(folder, 'out');
    const gradeClass = async (paths: readonly string[]) => {
      const parameters = ['--import', 'tsx', 'scripts/grade.ts', ...paths, '--out', out, '--jobs', '2'];
      const env = { ...process.env, A3_SECRET: '7d1c5b0e9a3f4862c4d07be95f218a6372e0b9d4516c8fa39b57e2d01c64f8a3' };
      const { stderr } = await promisify(execFile)(process.execPath, parameters, { cwd: projectRoot, env });
      const entries = await readdir(out, { withFileTypes: true });
      const folders = entries
        .filter((entry) => entry.isDirectory() && entry.name !== STAFF_FOLDER)
        .map(({ name }) => name);
      const results = folders.map(
        async (name) => [name, await readFile(join(out, name, 'results.json'), 'utf8')] as const,
      );
      const rows = (await readFile(join(out, 'grades.csv'), 'utf8')).trim().split('\n').slice(1);
      return { stderr, results: new Map(await Promise.all(results)), rows };
    };

    const paths = await Promise.all(COHORT.map(handIn));
    const before = await gradeClass(paths);
    expect([...before.results.keys()].sort()).toHaveLength(COHORT.length);
    const scores = [...before.results.values()].map((text) => resultsSchema.parse(JSON.parse(text)).score);
    expect(scores.toSorted()).toEqual([0, 0, 0, 8, 8, 8]);

    const after = await gradeClass([...(await Promise.all(LATER.map(handIn))), ...paths]);
    expect(after.stderr).toContain(`${COHORT.length} of ${COHORT.length + 1} are already graded and unchanged.`);
    for (const [name, text] of before.results) expect(after.results.get(name), name).toBe(text);
    expect(after.results.size).toBe(COHORT.length + 1);
    expect(after.rows.filter((row) => before.rows.includes(row))).toHaveLength(COHORT.length);
    expect(after.rows).toHaveLength(COHORT.length + 1);
  });
});
