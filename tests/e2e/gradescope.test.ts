/** The autograder zip as Gradescope uses it: unpacked, set up once, run as root for each submission, within 768 MiB. */
import { execFileSync } from 'node:child_process';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../grader/cohort/policy.ts';
import { resultsSchema } from '../../grader/report/results_schema.ts';
import { projectRoot } from '../../lib/root.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { buildGolden, type Golden, readGolden } from '../../scripts/golden/golden.ts';
import { autograderFiles, ROOT_SCRIPTS } from '../../scripts/gradescope/contents.ts';
import { writeFiles } from '../../scripts/support/folders.ts';
import { GradescopeRoot, type Kind, type Ran, whyNoRoot } from '../support/gradescope_root.ts';
import { affected, finished, gradeGolden, openTestCourse, SECRET } from '../support/grading.ts';

const MiB = 2 ** 20;
/** Gradescope's default container. */
const CONTAINER_BYTES = 768 * MiB;
const timeout = 400_000;

const why = whyNoRoot();
describe.skipIf(why)(`the autograder in a root like Gradescope's${why ? ` (skipped: ${why})` : ''}`, () => {
  let root: GradescopeRoot;
  beforeAll(async () => {
    root = await GradescopeRoot.create();
    const zip = join(root.folder, 'autograder.zip');
    const files = await autograderFiles({
      projectRoot,
      secret: SECRET,
      sandbox: 'bubblewrap',
      rules: { policy: { ...defaultPolicy, maxSubmissionsPerDay: 1 }, points: {} },
    });
    await writeFile(zip, await deterministicZip(files, ROOT_SCRIPTS));
    execFileSync('unzip', ['-q', '-n', '-d', join(root.autograder, 'source'), zip]);
    const setUp = await root.run(['bash', '/autograder/source/setup.sh']);
    expect(setUp.said).toContain('The autograder is ready.');
    expect(setUp.code).toBe(0);
    execFileSync('cp', [join(root.autograder, 'source/run_autograder'), root.autograder]);
  }, timeout);
  afterAll(() => root?.remove());
  beforeEach(async () => {
    for (const name of ['submission', 'results'])
      await rm(join(root.autograder, name), { recursive: true, force: true });
  });

  const results = async () =>
    resultsSchema.parse(JSON.parse(await readFile(join(root.autograder, 'results/results.json'), 'utf8')));

  const runAutograder = (options: { kind?: Kind; memoryBytes?: number } = {}): Promise<Ran> =>
    // A container that allows no namespaces is one whose staff chose the level `user`.
    root.run(
      ['/usr/bin/env', ...(options.kind === 'docker' ? ['A3_SANDBOX=user'] : []), '/autograder/run_autograder'],
      { memoryBytes: CONTAINER_BYTES, ...options },
    );

  async function metadata(files: ReadonlyMap<string, Uint8Array>, metadata: object = inTime): Promise<void> {
    await writeFiles(join(root.autograder, 'submission'), files);
    await writeFile(join(root.autograder, 'submission_metadata.json'), JSON.stringify(metadata));
  }

  it('gives the reference full marks in 768 MiB', { timeout }, async () => {
    await metadata(await buildGolden(await readGolden('pass', 'reference')));
    const ran = await runAutograder();
    console.log(`peak memory ${((ran.peakBytes ?? 0) / MiB).toFixed(0)} MiB of 768 MiB, with bubblewrap`);
    const { score, tests, extra_data, stdout_visibility } = await results();
    expect(ran.said).toContain('Memory 768 MiB: 1 at a time');
    expect(score).toBe(100);
    expect(tests?.every(({ status }) => status === 'passed')).toBe(true);
    expect(extra_data).toMatchObject({ status: 'graded', containment: { level: 'bubblewrap' } });
    expect(extra_data.findings).toEqual([]);
    expect([stdout_visibility, ran.ranOutOfMemory ?? false, ran.code]).toEqual(['hidden', false, 0]);
  });

  it('grades where bubblewrap cannot run, says so, and lets nobody look into the source', { timeout }, async () => {
    await metadata(await buildGolden(spy), late);
    const ran = await runAutograder({ kind: 'docker' });
    console.log(`peak memory ${((ran.peakBytes ?? 0) / MiB).toFixed(0)} MiB of 768 MiB, without bubblewrap`);
    const { score, output, tests, extra_data } = await results();
    const { level, missing } = extra_data.containment ?? {};
    expect([level, missing]).toEqual(['user', expect.arrayContaining(['no user namespace'])]);
    expect(output).not.toContain('no user namespace');
    expect(output).toContain('marked late');
    const lost = tests?.filter(({ status }) => status === 'failed') ?? [];
    expect(new Set(lost.map(({ extra_data }) => extra_data?.function))).toEqual(
      new Set(['TotalVariationLoss.forward']),
    );
    expect(score).toBe(100 - lost.reduce((sum, { max_score = 0 }) => sum + max_score, 0));
    for (const name of ['source', 'submission', 'results']) {
      expect((await stat(join(root.autograder, name))).mode & 0o777, name).toBe(0o700);
    }
    const told = lost.map(({ output }) => output).join();
    for (const path of SPIED) expect(told).toContain(`${path}: ERR_ACCESS_DENIED`);
    expect(JSON.stringify(await results())).not.toContain(SECRET);
  });

  it('does not run what is over the limit of a day, counted from the times of the submissions', {
    timeout,
  }, async () => {
    const earlier = '2026-03-01T09:00:00.000000-08:00';
    await metadata(await buildGolden(await readGolden('pass', 'reference')), {
      ...inTime,
      previous_submissions: [{ submission_time: earlier, score: 100, results: {} }],
    });
    await runAutograder();
    expect(await results()).toMatchObject({ score: 0, extra_data: { status: 'refused', policy: { overLimit: true } } });
  });

  it("says that it is the grader's fault where the grader breaks down", { timeout }, async () => {
    await metadata(await buildGolden(await readGolden('pass', 'reference')));
    const manifest = join(root.autograder, 'source/fixtures/manifest.json');
    await rename(manifest, `${manifest}.away`);
    const ran = await runAutograder().finally(() => rename(`${manifest}.away`, manifest));
    expect(ran.said).toContain('left no result: its own fault');
    expectNoMark(await results());
  });

  it('does not begin with too little memory, and says how much is needed', { timeout }, async () => {
    await metadata(await buildGolden(await readGolden('pass', 'reference')));
    const ran = await runAutograder({ memoryBytes: 400 * MiB });
    if (ran.peakBytes !== undefined) {
      expect(ran.said).toMatch(/The container has 400 MiB of memory, the grader needs \d+ MiB/);
      expectNoMark(await results());
    }
  });

  it('has a program to run, and a secret for root alone', async () => {
    expect((await stat(join(root.autograder, 'run_autograder'))).mode & 0o111).toBe(0o111);
    expect((await stat(join(root.autograder, 'source'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(root.autograder, 'source/.a3_secret'))).mode & 0o777).toBe(0o600);
  });
});

it('counts what has not run when the time of a submission is over as stopped', { timeout }, async () => {
  const course = await openTestCourse({ limits: { submissionWallMs: 0 } });
  const golden = await readGolden('pass', 'reference');
  const { status, score, checks } = finished(
    await gradeGolden(golden, affected(course, await readGolden('fail', 'tvLoss.one'))),
  );
  expect([status, score]).toEqual(['graded', 0]);
  for (const { verdict } of checks) expect(verdict).toMatchObject({ passed: false, reason: 'time limit' });
});

function expectNoMark({ score, tests, output, extra_data }: Awaited<ReturnType<typeof resultsSchema.parse>>): void {
  expect(score).toBeUndefined();
  expect(tests?.map(({ score, max_score }) => [score, max_score])).toEqual([[undefined, undefined]]);
  expect(output).toContain('not your fault');
  expect(extra_data).toMatchObject({ status: 'failed', retry: true });
}

const SPIED = [
  '/autograder/source/.a3_secret',
  '/autograder/source/reference/style_utils.ts',
  '/autograder/submission_metadata.json',
  '/autograder/results',
  '/proc/1/environ',
];

/** Says what it can read. */
const spy: Golden = {
  ...(await readGolden('pass', 'reference')),
  edits: [
    {
      file: 'style_modules/tv_loss.ts',
      find: 'const [N, H, W, C] = img.shape;',
      replace: `const [N, H, W, C] = img.shape;
        const fs = (globalThis as any)['process']['getBuiltin' + 'Module']('fs');
        const look = (path: string) => {
          try {
            return fs.statSync(path).isDirectory() ? fs.readdirSync(path).join() : fs.readFileSync(path, 'utf8').slice(0, 80);
          } catch (error) {
            return (error as any).code;
          }
        };
        throw new Error(${JSON.stringify(SPIED)}.map((path) => path + ': ' + look(path)).join('; '));`,
    },
  ],
};

/** As documented, with fields that nobody here needs. */
const inTime = {
  id: 123456,
  created_at: '2026-03-01T14:22:32.365935-08:00',
  assignment: {
    due_date: '2026-03-02T23:00:00.000000-08:00',
    group_size: null,
    group_submission: false,
    id: 25828,
    course_id: 1234,
    late_due_date: null,
    release_date: '2026-02-02T00:00:00.000000-08:00',
    title: 'Assignment 3',
    total_points: '100.0',
  },
  submission_method: 'upload',
  users: [{ email: 'student@example.com', id: 1234, name: 'Student User' }],
  previous_submissions: [
    { submission_time: '2026-02-28T14:24:48.087023-08:00', score: 0, autograder_error: false, results: {} },
  ],
};
const late = { ...inTime, created_at: '2026-03-06T01:00:00.000000-08:00' };
