/** A class of 60 as four learning systems export it, in one folder. */
// cspell:ignore essayeve
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { buildGolden, goldens } from '../../scripts/golden/golden.ts';
import { writeFiles } from '../../scripts/support/folders.ts';

const run = promisify(execFile);
const ZIP = 'assignment_3_submission.zip';
/** Of each system; one more of Canvas is a second upload. */
const EACH = 15;
const two = (n: number) => String(n).padStart(2, '0');

/**
 * Canvas: one LATE, one resubmitted, one essay instead. Moodle: one empty, two equal. Gradescope: one pair, one late by its
 * time. GitHub Classroom: clones.
 *
 * @param plain the same work for everybody: nothing has to be graded
 */
export async function makeCohort(folder: string, plain = false): Promise<void> {
  const work = await submissions(plain);
  const zip = async (path: string, i: number) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), await deterministicZip(work(i)));
  };
  for (let i = 0; i < EACH; i++) await zip(`canvas/${canvasName(i)}`, i);
  await zip(`canvas/${canvasName(3).replace('78003', '79003').replace('.zip', '-1.zip')}`, 40);
  await writeFile(join(folder, 'canvas/essayeve_4099_78999_report.pdf'), '%PDF-1.7');
  for (let i = 0; i < EACH; i++) {
    // The third and fourth are equal.
    await zip(`moodle/${moodleName(i)}/${ZIP}`, EACH + (i === 3 ? 2 : i));
  }
  await mkdir(join(folder, 'moodle/Nora Nothing_5999_assignsubmission_file_'), { recursive: true });
  for (let i = 0; i < EACH; i++) {
    await writeFiles(join(folder, `assignment_77_export/submission_${9000 + i}`), work(2 * EACH + i));
  }
  await writeFile(join(folder, 'assignment_77_export/submission_metadata.yml'), exportMetadata());
  for (let i = 0; i < EACH; i++) await clone(join(folder, `classroom/assignment-3-login${two(i)}`), work(3 * EACH + i));
}

export const canvasName = (i: number): string =>
  `canvas${two(i)}_${i === 5 ? 'LATE_' : ''}${4000 + i}_${78_000 + i}_assignment_3_submission.zip`;
export const moodleName = (i: number): string => `Moodle ${two(i)}_${5000 + i}_assignsubmission_file_`;

async function submissions(plain: boolean): Promise<(i: number) => Map<string, Buffer>> {
  const all = plain
    ? []
    : [...(await goldens('fail')), ...(await goldens('pass')), ...(await goldens('error')).slice(0, 4)];
  const built = plain
    ? [new Map([['gradcam.ts', Buffer.from('export {};\n')]])]
    : await Promise.all(all.map(buildGolden));
  return (i) => {
    const files = built[(i * 7) % built.length]!;
    return new Map([...files].map(([path, bytes]) => [path, Buffer.concat([bytes, Buffer.from(`// ${i}\n`)])]));
  };
}

function exportMetadata(): string {
  const submitter = (i: number) =>
    `  - :name: Grade ${two(i)}\n    :sid: '${6000 + i}'\n    :email: grade${two(i)}@example.edu\n`;
  const one = (i: number) =>
    `submission_${9000 + i}:\n  :submitters:\n${submitter(i)}${i === 0 ? submitter(50) : ''}` +
    `  :created_at: 2026-05-0${i === 4 ? 6 : 1} 1${i % 10}:00:00.123456000 Z\n  :score: 0.0\n  :status: processed\n`;
  return `---\n${Array.from({ length: EACH }, (_, i) => one(i)).join('')}`;
}

async function clone(folder: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  await writeFiles(folder, files);
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const git = (...args: string[]) =>
    run('git', ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@example.edu', ...args], {
      env: { ...env, GIT_COMMITTER_DATE: '2026-05-01T09:00:00Z', GIT_AUTHOR_DATE: '2026-05-01T09:00:00Z' },
    });
  await git('init', '--quiet');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'work');
}
