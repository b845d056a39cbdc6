/** Hostile archives through the whole grader: what is honest in them is graded, nothing else is ever written or read. */
import { existsSync } from 'node:fs';
import { readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Course } from '../../grader/course.ts';
import { grade } from '../../grader/grade.ts';
import { toResults } from '../../grader/report/results_json.ts';
import { buildGolden, readGolden } from '../../scripts/golden/golden.ts';
import { makeZip, type ZipPart } from '../grader/intake/make_zip.ts';
import { finished, openTestCourse, withFolder, writeFiles } from './grading.ts';

const FILE = 'style_modules/tv_loss.ts';
const LINK = 0o120777;

let course: Course;
let honest: Map<string, Buffer>;
let maxScore: number;
beforeAll(async () => {
  const all = await openTestCourse();
  course = { ...all, checks: all.checks.filter(({ id }) => ['tvLoss.value', 'contentLoss.value'].includes(id)) };
  maxScore = course.checks.reduce((sum, { points }) => sum + points, 0);
  honest = await buildGolden(await readGolden('pass', 'reference'));
}, 120_000);

const parts = (without?: string): ZipPart[] =>
  [...honest].filter(([name]) => name !== without).map(([name, content]) => ({ name, content }));

async function gradeZip(bytes: Uint8Array) {
  return withFolder(async (folder) => {
    await writeFile(join(folder, 'work.zip'), bytes);
    const grading = finished(await grade(join(folder, 'work.zip'), course));
    expect(await readdir(folder)).toEqual(['work.zip']);
    toResults(grading);
    return { ...grading, codes: grading.findings.map(({ code }) => code) };
  });
}

describe('an honest submission is graded, whatever else lies in the zip', () => {
  it.each<[string, ZipPart[]]>([
    [
      'names that lead out of it',
      [
        { name: '../../a3-escaped.ts', content: 'x' },
        { name: '/tmp/a3-escaped.ts', content: 'x' },
      ],
    ],
    [
      'node_modules with a tfjs of its own',
      [{ name: 'node_modules/@tensorflow/tfjs/index.js', content: 'process.exit(0)' }],
    ],
    [
      'configuration',
      ['package.json', '.npmrc', '.env', 'tsconfig.json', 'vitest.config.ts', '.a3_secret'].map((name) => ({
        name,
        content: '{}',
      })),
    ],
    ['a results.json', [{ name: 'results.json', content: '{"score":1000}' }]],
    ['a link beside its files', [{ name: 'fixtures', content: '/etc', mode: LINK }]],
  ])('%s', async (_, others) => {
    const { status, score } = await gradeZip(makeZip([...others, ...parts()]));
    expect([status, score]).toEqual(['graded', maxScore]);
    expect([join('/tmp', 'a3-escaped.ts'), join(process.cwd(), 'a3-escaped.ts')].filter(existsSync)).toEqual([]);
  });
});

describe('a file that is no honest file costs its own points', () => {
  it.each<[string, () => ZipPart[], string]>([
    [
      'a symbolic link',
      () => [{ name: FILE, content: '../../../reference/style_modules/tv_loss.ts', mode: LINK }],
      'intake.link',
    ],
    [
      'twice the same name',
      () => [
        { name: FILE, content: honest.get(FILE)! },
        { name: FILE, content: 'x' },
      ],
      'intake.duplicate',
    ],
    ['a name that differs in case', () => [{ name: FILE.toUpperCase(), content: honest.get(FILE)! }], 'intake.name'],
    ['1 GiB of blanks in one megabyte', () => [bomb()], 'intake.size'],
    ['not text', () => [{ name: FILE, content: Buffer.from([0xff, 0xfe, 0xc0]) }], 'intake.encoding'],
  ])('%s', async (_, replacement, code) => {
    const { status, score, codes } = await gradeZip(makeZip([...parts(FILE), ...replacement()]));
    expect([status, score]).toEqual(['graded', maxScore - 2]);
    expect(codes).toContain(code);
  });

  it('a folder with a link to the reference', async () => {
    await withFolder(async (folder) => {
      await writeFiles(folder, new Map([...honest].filter(([name]) => name !== FILE)));
      await symlink(join(process.cwd(), 'reference', FILE), join(folder, FILE));
      const grading = finished(await grade(folder, course));
      expect([grading.status, grading.score]).toEqual(['graded', maxScore - 2]);
    });
  });
});

describe('what is no submission is refused, with a result', () => {
  it.each<[string, () => Uint8Array]>([
    ['an empty file', () => Buffer.alloc(0)],
    ['no zip', () => Buffer.from('I have no zip for you')],
    ['half a zip', () => makeZip(parts()).subarray(0, 500)],
    ['an empty zip', () => makeZip([])],
    ['a zip of holiday pictures', () => makeZip([{ name: 'beach.jpg', content: 'sand' }])],
  ])('%s', async (_, bytes) => {
    const grading = await gradeZip(bytes());
    expect([grading.status, grading.score]).toEqual(['refused', 0]);
    expect(toResults(grading).output).toMatch(/could not be graded, so it has 0 points\. \S/);
  });
});

/** Deflate's blocks can be repeated after a full flush: no gigabyte is ever in memory here. */
function bomb(): ZipPart {
  const megabytes = 1024;
  const blanks = Buffer.alloc(2 ** 20, ' ');
  const block = deflateRawSync(blanks, { finishFlush: constants.Z_FULL_FLUSH });
  const content = Buffer.concat([...Array<Buffer>(megabytes).fill(block), deflateRawSync('')]);
  let claimedCrc = 0;
  for (let i = 0; i < megabytes; i++) claimedCrc = crc32(blanks, claimedCrc);
  return { name: FILE, content, stored: true, method: 8, claimedSize: megabytes * 2 ** 20, claimedCrc };
}
