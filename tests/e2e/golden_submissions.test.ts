/** Golden submissions through the whole grader: each loses the right points and no others. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { misconceptions } from '../../assignment/misconceptions/index.ts';
import type { Course } from '../../grader/course.ts';
import { grade } from '../../grader/grade.ts';
import { toHtml } from '../../grader/report/html.ts';
import { formatResults, toResults } from '../../grader/report/results_json.ts';
import { summarize } from '../../grader/report/summary.ts';
import type { Grading } from '../../grader/types.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { buildGolden, type Golden, type GoldenKind, goldens, readGolden } from '../../scripts/golden/golden.ts';
import { outcomeOf } from '../../scripts/golden/outcome.ts';
import { withFolder, writeFiles } from '../../scripts/support/folders.ts';
import { affected, affectedAndControl, finished, gradeGolden, openTestCourse } from '../support/grading.ts';

let course: Course;
beforeAll(async () => {
  course = await openTestCourse();
}, 120_000);

const timeout = 180_000;

/** An error in one file must visibly not affect another. */
const checksFor = (kind: GoldenKind, golden: Golden): Course =>
  kind === 'error' ? affectedAndControl(course, golden) : affected(course, golden);

describe.each<GoldenKind>(['pass', 'fail', 'error'])('fixtures/submissions/%s', async (kind) => {
  it.each((await goldens(kind)).map((golden) => [golden.id, golden] as const))('%s', { timeout }, async (_, golden) => {
    const grading = finished(await gradeGolden(golden, checksFor(kind, golden)));
    const outcome = `${JSON.stringify(outcomeOf(grading), null, 2)}\n`;
    await expect(outcome).toMatchFileSnapshot(join(golden.folder, 'expected.json'));
    const hint = misconceptions.find(({ id }) => id === golden.id)?.hint;
    if (hint) expect(summarize(grading).flatMap(({ hints }) => hints)).toEqual([expect.stringContaining(hint)]);
  });
});

it('says the same of the same work: a zip, a folder, a second time', { timeout }, async () => {
  const golden = await readGolden('fail', 'saliency.batchMean');
  const files = await buildGolden(golden);
  await withFolder(async (folder) => {
    await writeFiles(join(folder, 'work'), files);
    await writeFile(join(folder, 'work.zip'), await deterministicZip(files));
    const gradings: Grading[] = [];
    for (const name of ['work.zip', 'work', 'work.zip']) {
      gradings.push(finished(await grade(join(folder, name), affected(course, golden))));
    }
    const texts = gradings.map((grading) => formatResults(toResults({ ...grading, durationMs: 0 })));
    expect(texts[1]).toBe(texts[0]);
    expect(texts[2]).toBe(texts[0]);
    expect(toHtml(gradings[2]!)).toBe(toHtml(gradings[0]!));
  });
});

it('gives the untouched skeleton 0, with one clear line for each function', { timeout }, async () => {
  const golden = { ...(await readGolden('pass', 'reference')), base: 'skeleton' as const };
  const grading = finished(await gradeGolden(golden, course));
  expect([grading.status, grading.score, grading.findings]).toEqual(['graded', 0, []]);
  const shown = grading.checks.filter(({ run, check }) => run === 'feedback' || check.visibility === 'hidden');
  for (const { verdict } of shown) expect(verdict).toMatchObject({ passed: false, reason: 'not implemented' });
  const lines = toResults(grading).output?.split('\n') ?? [];
  for (const { subject } of summarize(grading, ({ visibility }) => visibility === 'visible')) {
    expect(
      lines.filter((line) => line.startsWith(`Test ${subject.title}: `) && line.includes('is not implemented yet.')),
    ).toHaveLength(1);
  }
});

it('a file that fails as it is imported costs its own points, not those of the file that imports it', {
  timeout,
}, async () => {
  const files = new Map(await buildGolden(await readGolden('pass', 'reference')));
  const [own, importing] = ['visualizers/saliency_map.ts', 'saliency_map.ts'];
  files.set(own, Buffer.concat([Buffer.from("throw new Error('no');\n"), files.get(own)!]));
  const checks = course.checks.filter(({ subject }) => [own, importing].includes(subject.module));
  const grading = await withFolder(async (folder) => {
    await writeFiles(folder, files);
    return finished(await grade(folder, { ...course, checks }));
  });
  for (const { check, verdict } of grading.checks) expect(verdict.passed, check.id).toBe(check.subject.module !== own);
});

it("reports the grader's own fault as that, not as a zero", { timeout }, async () => {
  const broken = { ...course, runtime: { ...course.runtime, dir: '/nowhere/runtime' } };
  const golden = await readGolden('pass', 'reference');
  const grading = await gradeGolden(golden, affected(broken, await readGolden('fail', 'tvLoss.one')));
  expect(grading.status).toBe('failed');
  expect(toResults(grading).score).toBeUndefined();
});
