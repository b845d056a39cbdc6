/** The handout as a student gets it: unpacked elsewhere, solved, handed in; and what must not be in it. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hiddenChecks } from '../../assignment/checks/hidden/index.ts';
import { submission } from '../../assignment/submission.ts';
import { intake } from '../../grader/intake/index.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';

import { handoutFiles } from '../../scripts/handout/contents.ts';
import { bodyOf } from '../../scripts/handout/fill.ts';
import { borrowPackages, functions, unpack, walk } from '../../scripts/handout/walk.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
const MINUTES = 60_000;

let files: ReadonlyMap<string, Uint8Array>;
let folder: string;
let handout: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handout-'));
  handout = join(folder, 'Übung drei');
  files = await handoutFiles(root);
  await unpack(files, handout);
  await borrowPackages(root, handout);
}, 2 * MINUTES);
afterAll(() => rm(folder, { recursive: true }));

const env = { ...process.env, FORCE_COLOR: '0' };

function run(script: string, ...args: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [tsx, script, ...args], { cwd: handout, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr });
    });
  });
}

describe('the untouched handout', () => {
  it('runs a part by its name', async () => {
    const { code, out } = await run('scripts/test.ts', 'gram');
    expect(out.match(/not done yet/g)).toHaveLength(1);
    expect(out).toContain('Next: StyleLoss.gramMatrix in style_modules/style_loss.ts is not implemented yet.');
    expect(code).toBe(1);
  });

  it('zips the untouched stubs, and says so', async () => {
    const { code, out } = await run('collect_submission.ts');
    expect(code).toBe(0);
    expect(out).toContain('StyleLoss.gramMatrix is not solved yet');
    expect(out).not.toContain('left-over');
  });

  it(
    'has types for everything that the files import',
    async () => {
      const tsc = join(root, 'node_modules/typescript/bin/tsc');
      expect(await run(tsc, '--noEmit')).toEqual({ code: 0, out: '' });
    },
    MINUTES,
  );

  it('looks at the machine, and brings the script that fetches weights', async () => {
    const { code, out } = await run('scripts/doctor.ts');
    expect(out).toMatch(/✓ Node \d/);
    expect(out).toMatch(/✓ Network: /);
    expect(code).toBe(0);
    expect((await run('scripts/weights.ts', '--help')).code).toBe(0);
  });

  it('checks a folder elsewhere', async () => {
    const elsewhere = join(folder, 'other work');
    await cp(join(root, 'reference/style_modules'), join(elsewhere, 'style_modules'), { recursive: true });
    const { code, out } = await run('scripts/test.ts', 'gram', '--target', elsewhere);
    expect(out).toContain('8 / 8');
    expect(code).toBe(0);
  });
});

describe('from the handout to full marks', () => {
  it(
    'raises the score by the points of each function that is solved',
    async () => {
      const early = ['guidedRelu', 'ContentLoss.forward', 'StyleLoss.gramMatrix'];
      const groups = [
        functions.filter(({ name }) => early.includes(name)),
        functions.filter(({ name }) => !early.includes(name)),
      ];
      const steps = [];
      for await (const step of walk(root, handout, groups)) steps.push(step);
      expect(steps.map(({ points }) => points)).toEqual(steps.map(({ expected }) => expected));
      expect(steps.at(-1)).toMatchObject({ points: steps[0]!.maximum });
      const notDone = steps.map(({ output }) => output.match(/ not done yet /g)?.length ?? 0);
      expect(notDone).toEqual([functions.length, functions.length - early.length, 0]);
      for (const { output } of steps) expect(output).not.toMatch(/✗| {4}at |Error:/);
    },
    3 * MINUTES,
  );

  it('collects what the grader takes', async () => {
    const collected = await run('collect_submission.ts');
    expect(collected).toMatchObject({ code: 0, out: expect.not.stringContaining('not solved') });
    const taken = await intake(join(handout, 'assignment_3_submission.zip'), submission);
    expect(taken).toMatchObject({ ok: true, findings: [] });
  });
});

describe('help', () => {
  const path = 'style_modules/style_loss.ts';

  /** Exchanges the body of the Gram matrix while `f` runs. */
  async function withGramMatrix(body: string, f: () => Promise<void>): Promise<void> {
    const solved = await readFile(join(root, 'reference', path), 'utf8');
    const { start, end } = bodyOf(solved, 'StyleLoss.gramMatrix');
    await writeFile(join(handout, path), `${solved.slice(0, start)}{ ${body} }${solved.slice(end)}`);
    await f().finally(() => writeFile(join(handout, path), solved));
  }

  it.each([
    [
      'a known mistake by its numbers',
      `const [N, H, W, C] = features.shape;
       const F = features.reshape([N, H * W, C]);
       const G = tf.matMul(F, F, true, false);
       return (normalize ? G.div(H * W) : G) as tf.Tensor3D;`,
      'Hint: Divide by H · W · C: the number of channels counts too.',
    ],
    [
      'an error by its message',
      `return (async () => features)() as unknown as tf.Tensor3D;`,
      'Hint: The function has to give its tensor at once, but it is `async`.',
    ],
    ['a shape', 'return features.mean([1, 2]) as unknown as tf.Tensor3D;', 'Hint: Print the shape of every'],
  ])('recognizes %s', async (_, body, hint) => {
    await withGramMatrix(body, async () => {
      const { out } = await run('scripts/test.ts', 'gramMatrix');
      expect(out.match(/Hint: /g)).toHaveLength(1);
      expect(out).toContain(hint);
    });
  });

  it('has advice for what is right, but slow', async () => {
    const body = `const [N, H, W, C] = features.shape;
      const each = tf.unstack(features).map((image) => {
        const F = image.reshape([H * W, C]);
        return tf.matMul(F, F, true, false);
      });
      return tf.stack(each).div(normalize ? H * W * C : 1) as tf.Tensor3D;`;
    await withGramMatrix(body, async () => {
      const { out, code } = await run('scripts/test.ts', 'gramMatrix');
      expect(code).toBe(0);
      expect(out).toMatch(
        /8 \/ 8.*Advice.*StyleLoss\.gramMatrix: The number of operations grows with the number of images/s,
      );
    });
  });

  it('has no hint for numbers that nobody knows', async () => {
    const body =
      'return features.mean([1, 2], true).squeeze([1]).mul(tf.ones([features.shape[0], features.shape[3], 1]));';
    await withGramMatrix(body, async () => {
      const { out } = await run('scripts/test.ts', 'gramMatrix');
      expect(out).toContain('wrong value');
      expect(out).not.toContain('Hint:');
    });
  });
});

describe('watching', () => {
  it(
    'runs a saved file again, whatever is in it, and ends with Ctrl-C',
    async () => {
      const path = join(handout, 'style_modules/style_loss.ts');
      const solved = await readFile(path, 'utf8');
      const watcher = spawn(process.execPath, [tsx, 'scripts/test.ts', '--watch', 'gram'], { cwd: handout, env });
      try {
        const screen = readScreen(watcher);
        expect(await screen.until('Waiting')).toContain('8 / 8');

        await writeFile(path, solved.replace('return tf.tidy', 'return tf.tidy(('));
        expect(await screen.until('Waiting')).toMatch(/style_loss\.ts cannot be loaded.*0 \/ 8/s);

        await writeFile(path, solved.replace('return tf.tidy', 'for (;;) {} return tf.tidy'));
        await screen.until('style_loss.ts, ');
        await writeFile(path, solved);
        expect(await screen.until('Waiting')).toContain('8 / 8');

        const ended = new Promise((resolve) => watcher.once('exit', (code) => resolve(code)));
        watcher.kill('SIGINT');
        expect(await ended).toBe(0);
      } finally {
        watcher.kill('SIGTERM');
        await writeFile(path, solved);
      }
    },
    2 * MINUTES,
  );

  function readScreen(child: ChildProcess) {
    let shown = '';
    let onData = () => {};
    child.stdout!.on('data', (chunk) => {
      shown += chunk;
      onData();
    });
    /** What was printed until a text came; what comes later starts after it. */
    const until = (text: string) =>
      new Promise<string>((resolve) => {
        onData = () => {
          const at = shown.indexOf(text);
          if (at < 0) return;
          const before = shown.slice(0, at);
          shown = shown.slice(at + text.length);
          onData = () => {};
          resolve(before);
        };
        onData();
      });
    return { until };
  }
});

describe('the zip', () => {
  it('has the same bytes whenever and wherever it is built', async () => {
    const path = join(folder, 'made.zip');
    await new Promise((resolve, reject) => {
      const command = [tsx, join(root, 'scripts/handout.ts'), '-o', path];
      execFile(process.execPath, command, { cwd: folder, env: { ...env, TZ: 'Asia/Kathmandu' } }, (error) =>
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

  it('has a sample figure for each that its README shows', () => {
    const shown = [...text('sample_figures/README.md').matchAll(/!\[\]\((.*?)\)/g)].map(([, name]) => name);
    expect(shown).toHaveLength(6);
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
      for (const file of await readdir(join(root, name), { recursive: true })) {
        if (file.endsWith('.ts')) lines.push(...(await readFile(join(root, name, file), 'utf8')).split('\n'));
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
