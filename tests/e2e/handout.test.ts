/** The handout as a student gets it: unpacked elsewhere, solved, handed in; and what must not be in it. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intake } from '../../grader/intake.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { submissionFiles } from '../../lib/submission.ts';
import { handoutFiles } from '../../scripts/handout/contents.ts';
import { hiddenChecks } from '../checks/hidden/index.ts';
import { checks } from '../checks/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');

let files: ReadonlyMap<string, Uint8Array>;
let folder: string;
let handout: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handout-'));
  handout = join(folder, 'Übung drei');
  files = await handoutFiles(root);
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(handout, path)), { recursive: true });
    await writeFile(join(handout, path), bytes);
  }
  // In the place of `npm install`.
  await symlink(join(root, 'node_modules'), join(handout, 'node_modules'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

function run(script: string, ...args: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, FORCE_COLOR: '0' };
    execFile(process.execPath, [tsx, script, ...args], { cwd: handout, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr });
    });
  });
}

describe('from the handout to full marks', () => {
  const functions = new Set(
    checks.filter(({ visibility }) => visibility !== 'hidden').map(({ subject }) => subject.name),
  );

  it('says of every stub that it is not done yet', async () => {
    const { code, out } = await run('scripts/test.ts');
    expect(out.match(/: not done yet\. /g)).toHaveLength(functions.size);
    expect(out).toMatch(/Total +0 \/ \d+/);
    expect(out).not.toMatch(/ {4}at |Error:/);
    expect(code).toBe(1);
  });

  it('runs a part by its name', async () => {
    const { out } = await run('scripts/test.ts', 'gram');
    expect(out.match(/not done yet/g)).toHaveLength(1);
    expect(out).toContain('StyleLoss.gramMatrix in style_modules/style_loss.ts');
  });

  it('zips the untouched stubs, and says so', async () => {
    const { code, out } = await run('collect_submission.ts');
    expect(code).toBe(0);
    expect(out).toContain('StyleLoss.gramMatrix is not solved yet');
    expect(out).not.toContain('left-over');
  });

  it('gives full marks once everything is solved, and collects what the grader takes', async () => {
    for (const file of submissionFiles) await cp(join(root, 'reference', file), join(handout, file));
    const { code, out } = await run('scripts/test.ts');
    expect(out).toMatch(/Total +([\d.]+) \/ \1\n/);
    expect(out).not.toMatch(/not done yet|✗/);
    expect(code).toBe(0);

    const collected = await run('collect_submission.ts');
    expect(collected).toMatchObject({ code: 0, out: expect.not.stringContaining('not solved') });
    const taken = await intake(join(handout, 'assignment_3_submission.zip'));
    expect(taken).toMatchObject({ ok: true, findings: [] });
  }, 120_000);

  it('has types for everything that the files import', async () => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    expect(await run(tsc, '--noEmit')).toEqual({ code: 0, out: '' });
  }, 60_000);
});

describe('the zip', () => {
  it('has the same bytes whenever and wherever it is built', async () => {
    const path = join(folder, 'made.zip');
    const env = { ...process.env, TZ: 'Asia/Kathmandu' };
    await new Promise((resolve, reject) => {
      const command = [tsx, join(root, 'scripts/handout.ts'), '-o', path];
      execFile(process.execPath, command, { cwd: folder, env }, (error) =>
        error ? reject(error) : resolve(undefined),
      );
    });
    const zip = await readFile(path);
    // Entries are stored as they are, so each file's bytes must be found; this names the one that differs.
    expect([...files].filter(([, bytes]) => !zip.includes(Buffer.from(bytes))).map(([name]) => name)).toEqual([]);
    expect(zip.equals(await deterministicZip(files))).toBe(true);
  }, 120_000);

  it('gives the packages that its files import, at exact versions', () => {
    const { dependencies } = JSON.parse(text('package.json'));
    for (const name of [
      '@tensorflow/tfjs',
      '@fontsource/open-sans',
      'archiver',
      'commander',
      'tsx',
      'typescript',
      'zod',
    ]) {
      expect(dependencies).toHaveProperty([name]);
    }
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(dependencies).not.toHaveProperty('vitest');
  });

  it('has the library built, not its sources', () => {
    const sources = [...files.keys()].filter(
      (path) => /^lib\/(?!originals\/)/.test(path) && /(?<!\.d)\.ts$/.test(path),
    );
    expect(sources).toEqual([]);
    expect(files.has('lib/captum/index.js') && files.has('lib/captum/index.d.ts')).toBe(true);
  });
});

const text = (path: string) => Buffer.from(files.get(path) as Uint8Array).toString('utf8');
const squeeze = (code: string) => code.replace(/\s+/g, '');

describe('what must stay with the course', () => {
  const isText = (path: string) => /\.(ts|js|json|md)$/.test(path) || path === '.gitignore';
  const everything = () => [...files.keys()].filter(isText).map((path) => [path, squeeze(text(path))] as const);

  /** Lines of code in `folders`, long enough to be somebody's own, that the skeleton does not have. */
  async function secretLines(...folders: string[]): Promise<string[]> {
    const skeleton = squeeze(submissionFiles.map((file) => text(`lib/originals/${file}`)).join('\n'));
    const lines: string[] = [];
    for (const name of folders) {
      for (const file of await readdir(join(root, name), { recursive: true })) {
        if (file.endsWith('.ts')) lines.push(...(await readFile(join(root, name, file), 'utf8')).split('\n'));
      }
    }
    const code = lines.filter((line) => !/^\s*(import|export|\*|\/)|(=>|\{)$/.test(line)).map(squeeze);
    return [...new Set(code)].filter((line) => line.length >= 30 && !skeleton.includes(line));
  }

  it.each([
    ['the reference', ['reference']],
    ['the right dependencies of graded runs', ['tests/checks/given']],
    ['the misconceptions', ['tests/misconceptions']],
  ])('no line of %s', async (_, folders) => {
    const lines = await secretLines(...folders);
    expect(lines.length).toBeGreaterThan(3);
    const leaks = everything().flatMap(([path, content]) =>
      lines.filter((line) => content.includes(line)).map((line) => `${path}: ${line}`),
    );
    expect(leaks).toEqual([]);
  });

  it('no hidden check, no fixture of one, no secret, no grader', () => {
    for (const [path, content] of everything()) {
      for (const { id, title } of hiddenChecks) {
        expect(content, path).not.toContain(`'${id}'`);
        expect(content, path).not.toContain(squeeze(title));
      }
      expect(content, path).not.toMatch(/A3_SECRET|a3_secret/);
    }
    const paths = [...files.keys()];
    expect(paths.filter((path) => hiddenChecks.some(({ id }) => path.includes(`/${id}.safetensors`)))).toEqual([]);
    expect(
      paths.filter((path) => /(^|\/)(reference|grader|server|given|misconceptions|accepted|submissions)\//.test(path)),
    ).toEqual([]);
  });
});
