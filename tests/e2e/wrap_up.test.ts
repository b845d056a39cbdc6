/** `npm run wrap_up` as a student runs it: small pictures, few steps. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../lib/root.ts';

let out: string;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'wrap up '));
});
afterAll(() => rm(out, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], onStderr?: (text: string, child: ChildProcess) => void): Promise<Ended> {
  const command = ['--import', 'tsx', 'wrap_up/main.ts', ...args, '--engine', 'wasm', '--out', out];
  const child = spawn(process.execPath, command, { cwd: projectRoot });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
    onStderr?.(stderr, child);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

const IMAGES = ['--size', '48', '--images', join(projectRoot, 'assets/images/cat.png')];

async function expectFigures({ stdout, stderr, code }: Ended, names: readonly string[]): Promise<void> {
  expect(code, stderr).toBe(0);
  const files = stdout.trim().split('\n');
  expect(files).toEqual(names.map((name) => join(out, `${name}.png`)));
  for (const file of files) {
    const { width, height, data } = PNG.sync.read(await readFile(file));
    expect(Math.min(width, height)).toBeGreaterThan(100);
    expect(new Set(data).size).toBeGreaterThan(100);
  }
}

test.each([
  [
    'integrated_gradients',
    ['--steps', '8'],
    /cat: \|Σ attributions − ΔF\| \/ \|ΔF\| for "[\s\S]*\ngausslegendre( +\d\.\de[+-]\d){7}\n/,
    ['integrated_gradients_path', 'integrated_gradients_convergence', 'integrated_gradients_baselines'],
  ],
  [
    'sanity_checks',
    ['--steps', '2'],
    /\ncascading: [\s\S]*\nfeatures\.0( +-?[\d.]+ -?[\d.]+ -?[\d.]+| +NaN NaN NaN){5}\n[\s\S]*\nindependent: /,
    ['sanity_checks_cascading', 'sanity_checks_independent', 'sanity_checks_similarity'],
  ],
  [
    'shap_cam',
    ['--samples', '4'],
    /cat, ".*": layer 12: largest \|value\| [\d.]+, largest error against the closed form \d\.\de-[5-9]\n/,
    ['shap_cam_maps', 'shap_cam_convergence'],
  ],
] as const)('%s makes its figures and prints its numbers', async (paper, args, prints, figures) => {
  const ended = await run(['--paper', paper, ...args, ...IMAGES]);
  expect(ended.stderr).toMatch(prints);
  await expectFigures(ended, figures);
});

test('Ctrl-C keeps what is done', async () => {
  let interrupted = false;
  const ended = await run(['--paper', 'integrated_gradients', ...IMAGES], (text, child) => {
    if (interrupted || !text.includes('cat: convergence')) return;
    interrupted = child.kill('SIGINT');
  });
  expect(ended.stderr).toContain('results so far are kept');
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('integrated_gradients_path.png');
});

test('without a paper it says which there are', async () => {
  const { code, stderr } = await run([]);
  expect(code).toBe(2);
  expect(stderr).toContain('Give --paper and one of integrated_gradients, sanity_checks, shap_cam.');
});
