/** What is in the handout, and what must not be. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { hiddenChecks } from '../../assignment/checks/hidden/index.ts';
import { submission } from '../../assignment/submission.ts';
import { projectRoot } from '../../lib/root.ts';
import { deliverables } from '../../scripts/deliverables/plan.ts';
import { handoutFiles, handoutZip } from '../../scripts/handout/contents.ts';
import { MINUTES, plainEnv } from '../support/handout.ts';

/** By its address: Node looks for what `--import` names from the current folder. */
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

interface Locked {
  readonly dev?: boolean;
  readonly dependencies?: Record<string, string>;
}

let files: ReadonlyMap<string, Uint8Array>;
beforeAll(async () => {
  files = await handoutFiles(projectRoot);
}, 2 * MINUTES);

describe('the zip', () => {
  it(
    'has the same bytes whenever and wherever it is built',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'handout-'));
      const path = join(folder, 'made.zip');
      await new Promise((resolve, reject) => {
        const command = ['--import', tsx, join(projectRoot, 'scripts/handout.ts'), '-o', path];
        execFile(process.execPath, command, { cwd: folder, env: { ...plainEnv, TZ: 'Asia/Kathmandu' } }, (error) =>
          error ? reject(error) : resolve(undefined),
        );
      });
      const zip = await readFile(path);
      await rm(folder, { recursive: true });
      // Entries are stored as they are, so each file's bytes must be found; this names the one that differs.
      expect([...files].filter(([, bytes]) => !zip.includes(Buffer.from(bytes))).map(([name]) => name)).toEqual([]);
      expect(zip.equals(await handoutZip(files))).toBe(true);
    },
    2 * MINUTES,
  );

  it('has the sources that the wrap-up papers are about, with imports that lead to the built library', () => {
    const source = text('wrap_up/library/shap_cam.ts');
    expect(source).toContain("from '#lib/models/model.ts'");
    expect(source).toContain("from '#lib/captum/shapley.ts'");
    expect(source).not.toMatch(/from '\.\.?\//);
    expect(text('wrap_up/README.md')).toContain('npm run wrap_up -- --paper shap_cam');
    expect(files.has('wrap_up/images/wrap_up_path.png')).toBe(true);
  });

  it('gives the packages that its files import, at exact versions', () => {
    const { dependencies } = JSON.parse(text('package.json'));
    for (const name of [
      '@tensorflow/tfjs',
      '@fontsource/open-sans',
      'archiver',
      'cli-progress',
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

  it('locks them and all that they need, none that they do not', () => {
    const { packages } = JSON.parse(text('package-lock.json')) as { packages: Record<string, Locked> };
    expect(packages['']!.dependencies).toEqual(JSON.parse(text('package.json')).dependencies);
    expect(packages['node_modules/esbuild']!.dev).toBeUndefined(); // tsx needs it; a devDependency of the project
    expect(packages).not.toHaveProperty(['node_modules/vitest']);
    const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
    for (const { dependencies = {} } of Object.values(packages))
      expect(Object.keys(dependencies).filter((name) => !names.has(name))).toEqual([]);
    expect(text('package-lock.json')).not.toContain('"resolved"');
  });

  it('has a sample figure for each that its README shows', () => {
    const shown = [...text('sample_figures/README.md').matchAll(/!\[\]\((.*?)\)/g)].map(([, name]) => name);
    expect(shown).toEqual(
      deliverables.flatMap(({ figures, suffix = '' }) => Object.keys(figures).map((name) => `${name}${suffix}.png`)),
    );
    for (const name of shown) expect(files.get(`sample_figures/${name}`)?.length).toBeLessThan(400_000);
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
    const skeleton = squeeze(submission.files.map((file) => text(`lib/originals/${file}`)).join('\n'));
    const lines: string[] = [];
    for (const name of folders) {
      for (const file of await readdir(join(projectRoot, name), { recursive: true })) {
        if (file.endsWith('.ts')) lines.push(...(await readFile(join(projectRoot, name, file), 'utf8')).split('\n'));
      }
    }
    // Lines of text alone are names and hints; those are for students.
    const isCode = (line: string) => !/^\s*(import|export|\*|\/|(['"`]).*\2,?$)|(=>|\{)$/.test(line);
    const code = lines.filter(isCode).map(squeeze);
    return [...new Set(code)].filter((line) => line.length >= 30 && !skeleton.includes(line));
  }

  it.each([
    ['the reference', ['reference']],
    ['the right dependencies of graded runs', ['assignment/reference_dependencies']],
    ['the misconceptions', ['assignment/misconceptions']],
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
      paths.filter((path) =>
        /(^|\/)(reference|grader|server|reference_dependencies|misconceptions|accepted|submissions)\//.test(path),
      ),
    ).toEqual([]);
  });
});
