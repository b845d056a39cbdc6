/** Which stage decides: one process for what is right, and one for each file with what is not. */
import { beforeAll, describe, expect, it } from 'vitest';
import { assignment } from '../../../assignment/assignment.ts';
import type { Course } from '../../../grader/course.ts';
import { grade } from '../../../grader/grade.ts';
import type { SandboxOptions, StartSandbox } from '../../../grader/sandbox/sandbox.ts';
import { processesOf } from '../../../grader/stages/index.ts';
import type { Grading } from '../../../grader/types.ts';
import { buildGolden, readGolden } from '../../../scripts/golden/golden.ts';
import { withFolder, writeFiles } from '../../../scripts/support/folders.ts';
import { finished, openTestCourse } from '../../support/grading.ts';

const [CONTENT, STYLE, TV] = ['content_loss', 'style_loss', 'tv_loss'].map((name) => `style_modules/${name}.ts`) as [
  string,
  string,
  string,
];

let course: Course;
let reference: ReadonlyMap<string, Buffer>;
beforeAll(async () => {
  const whole = await openTestCourse();
  course = { ...whole, checks: whole.checks.filter(({ subject }) => [CONTENT, STYLE, TV].includes(subject.module)) };
  reference = await buildGolden(await readGolden('pass', 'reference'));
}, 120_000);

interface Graded {
  readonly grading: Grading;
  readonly stages: Readonly<Record<string, number>>;
  /** Reference dependencies of each sandbox that was started, in that order. */
  readonly sandboxes: readonly string[];
}

/** @param edits file → what is replaced in the reference's, by what */
async function gradeEdited(
  edits: Readonly<Record<string, readonly [string, string]>>,
  base: ReadonlyMap<string, Buffer> = reference,
): Promise<Graded> {
  const files = new Map(base);
  for (const [file, [find, replace]] of Object.entries(edits)) {
    const text = String(files.get(file));
    expect(text).toContain(find);
    files.set(file, Buffer.from(text.replace(find, () => replace)));
  }
  const sandboxes: string[] = [];
  const startSandbox: StartSandbox = (options: SandboxOptions) => {
    sandboxes.push(options.dependencies.join('+'));
    return course.startSandbox(options);
  };
  const grading = await withFolder(async (folder) => {
    await writeFiles(folder, files);
    return finished(await grade(folder, { ...course, startSandbox }));
  });
  return { grading, stages: grading.receipt?.stages ?? {}, sandboxes };
}

const pointsLost = ({ checks }: Grading): string[] => [
  ...new Set(checks.filter(({ points, maxPoints }) => points < maxPoints).map(({ check }) => check.subject.name)),
];

describe('grading in two stages', { timeout: 120_000 }, () => {
  it('decides all that is right in one process', async () => {
    const { grading, stages, sandboxes } = await gradeEdited({});
    expect(grading.score).toBe(grading.maxScore);
    expect(new Set(Object.values(stages))).toEqual(new Set([1]));
    expect(sandboxes).toEqual(['']);
  });

  it('tries what is wrong again, in a process of its own', async () => {
    const { grading, stages, sandboxes } = await gradeEdited({ [TV]: ['.mul(tvWeight)', '.mul(2 * tvWeight)'] });
    expect(pointsLost(grading)).toEqual(['TotalVariationLoss.forward']);
    expect(stages).toMatchObject({ 'ContentLoss.forward': 1, 'TotalVariationLoss.forward': 2 });
    expect(sandboxes).toEqual(['', '']);
  });

  it('gives what builds on a mistake the reference dependency', async () => {
    const { grading, stages, sandboxes } = await gradeEdited({
      [STYLE]: ['(normalize ? gram.div(H * W * C) : gram)', 'gram.div(H * W * C)'],
    });
    expect(pointsLost(grading)).toEqual(['StyleLoss.gramMatrix']);
    expect(stages).toMatchObject({ 'StyleLoss.gramMatrix': 2, 'StyleLoss.forward': 2 });
    expect(sandboxes).toEqual(['', '', 'gramMatrix']);
  });

  it('goes on in stage 2 after what ends the process, and charges nobody else', async () => {
    const { grading, stages } = await gradeEdited({
      [CONTENT]: ['return tf.tidy', "(globalThis as any)['process'].reallyExit(0);\n    return tf.tidy"],
    });
    expect(pointsLost(grading)).toEqual(['ContentLoss.forward']);
    expect(new Set(Object.values(stages))).toEqual(new Set([2]));
  });

  it('does not try a stub again', async () => {
    const skeleton = await buildGolden({ ...(await readGolden('pass', 'reference')), base: 'skeleton' });
    const { grading, stages, sandboxes } = await gradeEdited({}, new Map([...reference, [TV, skeleton.get(TV)!]]));
    expect(pointsLost(grading)).toEqual(['TotalVariationLoss.forward']);
    expect(stages).toMatchObject({ 'TotalVariationLoss.forward': 1 });
    expect(sandboxes).toEqual(['']);
  });
});

it('never puts files that use the library beside those that must not', () => {
  const modules = [...new Set(assignment.checks.map(({ subject }) => subject.module))];
  const [library, byHand] = processesOf(modules, assignment);
  expect(library).toEqual(['saliency_map.ts', 'gradcam.ts']);
  expect(byHand).toEqual(modules.filter((module) => !library!.includes(module)));
  expect(processesOf([CONTENT], assignment)).toEqual([[CONTENT]]);
});
