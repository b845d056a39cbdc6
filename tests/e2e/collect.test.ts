/** `npm run collect` as a student runs it. */

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { submission } from '../../assignment/submission.ts';
import { intake } from '../../grader/intake/index.ts';
import type { StudentError } from '../../lib/errors.ts';
import { projectRoot } from '../../lib/root.ts';
import { collect as collectFiles } from '../../lib/submission/collect.ts';

const tsx = join(projectRoot, 'node_modules/tsx/dist/cli.mjs');
const gram = 'style_modules/style_loss.ts';

let folder: string;
let work: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'Abgabe von Jürgen '));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  work = await mkdtemp(join(folder, 'reference '));
  await cp(join(projectRoot, 'reference'), work, { recursive: true });
});

interface Run {
  readonly code: number;
  readonly out: string;
}

function collect(
  args: readonly string[],
  { env = {}, umask }: { env?: NodeJS.ProcessEnv; umask?: string } = {},
): Promise<Run> {
  const command = [process.execPath, tsx, join(projectRoot, 'collect_submission.ts'), ...args];
  const shell = ['-c', `umask ${umask ?? '022'} && exec "$@"`, 'sh', ...command];
  return new Promise((resolve) => {
    execFile('/bin/sh', shell, { cwd: work, env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr });
    });
  });
}

/** The same without starting a process: what happens after the options were read. */
async function collectHere(): Promise<Run> {
  const lines: string[] = [];
  const output = join(work, 'assignment_3_submission.zip');
  const options = {
    format: submission,
    from: work,
    originals: join(projectRoot, 'skeleton'),
    output,
    say: (line: string) => void lines.push(line),
  };
  const { costly, failed } = await collectFiles(options).then(
    ({ costly }) => ({ costly, failed: undefined }),
    (error: StudentError) => ({ costly: [], failed: error }),
  );
  return { code: failed?.exitCode ?? Math.min(costly.length, 1), out: [...lines, failed?.message].join('\n') };
}

const zipOf = (name = 'assignment_3_submission.zip') => readFile(join(work, name));

describe('npm run collect', () => {
  it('zips finished work and writes a receipt that the grader agrees with', async () => {
    const { code, out } = await collect(['--from', '.']);
    expect(out).not.toMatch(/not solved|left-over/);
    expect(code).toBe(0);
    const taken = await intake(join(work, 'assignment_3_submission.zip'), submission);
    if (!taken.ok) throw new Error('refused');
    expect(taken.findings).toEqual([]);
    expect([...taken.submission.files.keys()].sort()).toEqual([...submission.files].sort());
    const receipt = JSON.parse(await readFile(join(work, 'assignment_3_submission.receipt.json'), 'utf8'));
    expect(receipt.contentSha256).toBe(taken.submission.hash);
    expect(out).toContain(receipt.contentSha256);
    expect(out).toContain(receipt.archiveSha256);
    expect(receipt.files).toHaveLength(submission.files.length);
    expect((await readdir(work)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('makes the same bytes whatever the clock, time zone, umask and file dates', async () => {
    await collect(['--from', '.', '-o', 'one.zip']);
    for (const file of submission.files) await utimes(join(work, file), 1e9, 1e9);
    await collect(['--from', '.', '-o', 'two.zip'], { env: { TZ: 'Pacific/Auckland' }, umask: '077' });
    expect(await zipOf('two.zip')).toEqual(await zipOf('one.zip'));
    expect(await readFile(join(work, 'two.receipt.json'), 'utf8')).toBe(
      (await readFile(join(work, 'one.receipt.json'), 'utf8')).replace('one.zip', 'two.zip'),
    );
  });

  it('puts in the files of the assignment only', async () => {
    await mkdir(join(work, 'node_modules'));
    await writeFile(join(work, 'node_modules/secret.ts'), 'x');
    await writeFile(join(work, '.env'), 'TOKEN=1');
    expect((await collectHere()).code).toBe(0);
    const text = (await zipOf()).toString('latin1');
    expect(text).not.toMatch(/node_modules|\.env|TOKEN/);
  });

  it('says which stubs are unsolved, and zips the rest', async () => {
    await cp(join(projectRoot, 'skeleton', gram), join(work, gram));
    const { code, out } = await collectHere();
    expect(code).toBe(0);
    expect(out).toMatch(/style_modules\/style_loss\.ts:\d+: StyleLoss\.gramMatrix is not solved yet/);
    expect(out).toMatch(/style_modules\/style_loss\.ts:\d+: StyleLoss\.forward is not solved yet/);
  });

  it('says where code does not parse, zips it for the sake of the others, and fails', async () => {
    await writeFile(join(work, gram), 'export class StyleLoss {\n  gramMatrix( {\n');
    const { code, out } = await collectHere();
    expect(out).toMatch(/style_loss\.ts:\d+: does not parse/);
    expect(out).toContain('The zip was made, but as it is, points are lost in style_modules/style_loss.ts');
    expect(code).toBe(1);
    expect((await zipOf()).includes('gramMatrix( {')).toBe(true);
  });

  it('refuses left-over prints, with file and line', async () => {
    const text = await readFile(join(work, gram), 'utf8');
    await writeFile(join(work, gram), `console.log('here');\n${text}`);
    const { code, out } = await collectHere();
    expect(out).toContain(`${gram}:1: A left-over print: console.log('here')`);
    expect(code).toBe(1);
    expect(await readdir(work)).not.toContain('assignment_3_submission.zip');
  });

  it('refuses when a file is missing, and does not leave an older zip where the new one would be', async () => {
    await writeFile(join(work, 'assignment_3_submission.zip'), 'older');
    await writeFile(join(work, 'assignment_3_submission.receipt.json'), 'its receipt');
    await rm(join(work, gram));
    const { code, out } = await collectHere();
    expect(out).toContain(`${gram}: is missing`);
    expect(code).toBe(1);
    expect(out).toContain('it is called assignment_3_submission.older.zip now');
    expect(await readdir(work)).not.toContain('assignment_3_submission.zip');
    expect((await zipOf('assignment_3_submission.older.zip')).toString()).toBe('older');
    expect((await zipOf('assignment_3_submission.older.receipt.json')).toString()).toBe('its receipt');
  });

  it('takes along what the files import of the student, and nothing else that lies there', async () => {
    const text = await readFile(join(work, gram), 'utf8');
    await writeFile(join(work, gram), `import { a } from '../own/a.ts';\na;\n${text}`);
    await mkdir(join(work, 'own'));
    await writeFile(join(work, 'own/a.ts'), "export { a } from './b';\n");
    await writeFile(join(work, 'own/b.ts'), 'export const a = 1;\n');
    await writeFile(join(work, 'own/c.ts'), 'export const c = 1;\n');
    expect(await collectHere()).toMatchObject({ code: 0 });
    const taken = await intake(join(work, 'assignment_3_submission.zip'), submission);
    if (!taken.ok) throw new Error('refused');
    expect(taken.findings).toEqual([]);
    expect([...taken.submission.files.keys()].sort()).toEqual([...submission.files, 'own/a.ts', 'own/b.ts'].sort());
    const receipt = JSON.parse(await readFile(join(work, 'assignment_3_submission.receipt.json'), 'utf8'));
    expect(receipt.contentSha256).toBe(taken.submission.hash);
    // The folder as it lies there is the same work.
    expect(await intake(work, submission)).toMatchObject({ submission: { hash: receipt.contentSha256 } });
  });

  it('refuses a link, of a file and of a folder', async () => {
    await rename(join(work, 'style_modules'), join(work, 'elsewhere'));
    await symlink('elsewhere', join(work, 'style_modules'));
    expect((await collectHere()).out).toContain('style_modules is a symbolic link');
    await rm(join(work, 'style_modules'));
    await rename(join(work, 'elsewhere'), join(work, 'style_modules'));
    await rm(join(work, 'gradcam.ts'));
    await symlink('/etc/passwd', join(work, 'gradcam.ts'));
    const { code, out } = await collectHere();
    expect(out).toContain('gradcam.ts is a symbolic link');
    expect(code).toBe(1);
  });

  it('explains itself, and an option it does not know', async () => {
    expect(await collect(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('--from <folder>') });
    expect(await collect(['--form', 'x'])).toMatchObject({ code: 2, out: expect.stringContaining("'--form'") });
    expect(await collect(['--from', '.', '-o', 'gradcam.ts/x.zip'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('cannot be written'),
    });
  });

  it('takes the skeleton by default: in the repository that is what students start from', async () => {
    const { code, out } = await collect([]);
    expect(code).toBe(0);
    expect(out.match(/is not solved yet/g)?.length).toBeGreaterThan(10);
    expect(out).not.toContain('left-over');
  });
});
