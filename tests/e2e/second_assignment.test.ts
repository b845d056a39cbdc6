/** Another assignment through the same commands, as docs/your_own_assignment.md says: only its own folders are exchanged. */
import { cp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../lib/root.ts';
import { ProjectCopy, type Ran } from '../support/project_copy.ts';
import { unzip } from '../support/unzip.ts';

const second = join(projectRoot, 'tests/support/second_assignment');
const MODULE = 'classifier/cross_entropy.ts';
const MINUTES = 60_000;

let course: ProjectCopy;
let handout: string;
beforeAll(async () => {
  course = await ProjectCopy.make();
  for (const part of ['assignment', 'skeleton', 'reference']) {
    await rm(join(course.folder, part), { recursive: true });
    await cp(join(second, part), join(course.folder, part), { recursive: true });
  }
  for (const part of ['assets', 'fixtures']) await rm(join(course.folder, part), { recursive: true });
  await cp(join(second, 'handout'), join(course.folder, 'handout'), { recursive: true });
  handout = join(course.folder, 'unpacked', 'assignment_4');
}, 2 * MINUTES);
afterAll(() => course.remove());

const succeed = ({ code, out }: Ran): string => {
  expect(code, out).toBe(0);
  return out;
};
const reference = () => readFile(join(course.folder, 'reference', MODULE), 'utf8');
const pointsOf = async (name: string) => {
  const { score, tests, output } = JSON.parse(await readFile(join(course.folder, 'out', name, 'results.json'), 'utf8'));
  return { score, text: JSON.stringify([tests, output]) };
};

it(
  'makes its fixtures, and its reference passes',
  async () => {
    expect(succeed(await course.run('fixtures'))).toContain('2 fixtures');
    expect(succeed(await course.run('check', ['--target', 'reference']))).toContain('10 / 10');
    expect(succeed(await course.run('mirror'))).toContain('2 files');
  },
  MINUTES,
);

it(
  'type-checks',
  async () => {
    const include = ['assignment', 'harness', 'skeleton', 'reference', 'grader', 'lib', 'scripts/handout'];
    await writeFile(join(course.folder, 'part.json'), JSON.stringify({ extends: './tsconfig.json', include }));
    succeed(await course.run('typecheck', ['-p', 'part.json']));
  },
  MINUTES,
);

it(
  'is handed out: tested, solved, run and collected by a student',
  async () => {
    succeed(await course.run('handout'));
    await unzip(await readFile(join(course.folder, 'handout.zip')), dirname(handout));
    await symlink(join(projectRoot, 'node_modules'), join(handout, 'node_modules'), 'junction');
    const student = (script: string, ...args: string[]) => course.run(script, args, handout);

    const untouched = await student('test');
    expect(untouched.code).toBe(1);
    expect(untouched.out).toContain(
      'Next: CrossEntropy.softmax in classifier/cross_entropy.ts is not implemented yet.',
    );
    expect(succeed(await student('collect'))).toContain('CrossEntropy.forward is not solved yet');

    const wrong = (await reference()).replace('tf.softmax(scores)', 'scores.exp().div(scores.exp().sum(0, true))');
    await writeFile(join(handout, MODULE), wrong);
    expect((await student('test', 'softmax')).out).toContain('sum over the classes, not over the batch');
    succeed(await student('collect', '-o', join(course.folder, 'wrong.zip')));

    await writeFile(join(handout, MODULE), await reference());
    expect(succeed(await student('test'))).toContain('10 / 10');
    expect(succeed(await student('loss_curve'))).toContain('0.69314');
    expect(succeed(await student('collect'))).toContain('assignment_4_submission.zip: 2 files');
  },
  2 * MINUTES,
);

it(
  'is graded, hidden checks and reference dependencies too',
  async () => {
    const zips = [join(handout, 'assignment_4_submission.zip'), 'wrong.zip', 'skeleton'];
    succeed(await course.run('grade', zips));
    expect(await pointsOf('assignment_4_submission')).toMatchObject({ score: 12 });
    // The loss is graded with a right softmax: the mistake is counted once.
    const { score, text } = await pointsOf('wrong');
    expect(score).toBe(6);
    expect(text).toContain('sum over the classes, not over the batch');
    expect(await pointsOf('skeleton')).toMatchObject({ score: 0 });
  },
  3 * MINUTES,
);
