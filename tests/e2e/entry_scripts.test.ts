/** The entry scripts as a student runs them, on small pictures and few steps. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { projectRoot } from '../../lib/root.ts';

let out: string;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'visualization '));
});
afterAll(() => rm(out, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(name: string, args: readonly string[], onStderr?: (text: string, child: ChildProcess) => void) {
  const command = ['--import', 'tsx', 'scripts/run_entry.ts', name, ...args, '--out', out];
  const child = spawn(process.execPath, command, { cwd: projectRoot });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
    onStderr?.(stderr, child);
  });
  return new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

const picture = (name: string) => join(projectRoot, 'assets/images', name);
const IMAGES = ['--size', '64', '--images', picture('cat.png')];

test.each([
  ['saliency_map', IMAGES, /cat: saliency for "/, ['saliency_map']],
  ['gradcam', IMAGES, /cat: /, ['gradcam', 'gradcam_captum']],
  [
    'fooling_image',
    [...IMAGES, '--classes', 'cat', '--target-class', 'fish'],
    /cat: from "cat" to "fish"/,
    ['fooling_image'],
  ],
  [
    'class_visualization',
    ['--size', '64', '--classes', 'star', '--iterations', '20'],
    /star: 20\/20 {2}.* %/,
    ['class_visualization'],
  ],
  [
    'style_transfer',
    ['--content', picture('house.png'), '--iterations', '10'],
    /house\.png: 10\/10 {2}loss /,
    ['style_transfer_painted', 'style_transfer'],
  ],
] as const)('%s makes its figures and says what it does', async (name, args, says, figures) => {
  const { code, stdout, stderr } = await run(name, ['--target=reference', ...args]);
  expect(stderr).toMatch(says);
  expect(code, stderr).toBe(0);
  const files = stdout.trim().split('\n');
  expect(files).toEqual(figures.map((figure) => join(out, `${figure}.png`)));
  for (const file of files) await expectFigure(file);
});

async function expectFigure(file: string): Promise<void> {
  const { width, height, data } = PNG.sync.read(await readFile(file));
  expect(Math.min(width, height)).toBeGreaterThan(100);
  expect(new Set(data).size).toBeGreaterThan(100);
}

test('Ctrl-C keeps the picture painted so far', async () => {
  let interrupted = false;
  const args = ['--target', 'reference', '--content', picture('house.png'), '--iterations', '100'];
  const { code, stderr, stdout } = await run('style_transfer', args, (text, child) => {
    if (interrupted || !text.includes('house.png: 10/100')) return;
    interrupted = child.kill('SIGINT');
  });
  expect(stderr).toContain('results so far are kept');
  expect(code).toBe(0);
  for (const file of stdout.trim().split('\n')) await expectFigure(file);
});

test('a figure is there as soon as one function works', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'half-'));
  try {
    await cp(join(projectRoot, 'reference/visualizers'), join(folder, 'visualizers'), { recursive: true });
    for (const name of ['saliency_map', 'gradcam']) {
      await cp(join(projectRoot, `skeleton/${name}.ts`), join(folder, `${name}.ts`));
      const { code, stdout, stderr } = await run(name, ['--target', folder, ...IMAGES]);
      expect(code, stderr).toBe(0);
      for (const file of stdout.trim().split('\n')) await expectFigure(file);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each([
  ['saliency_map', 'computeSaliencyMaps'],
  ['gradcam', 'guidedBackprop'],
])('stubs alone make no figure: %s says which function to write', async (name, first) => {
  const { code, stdout, stderr } = await run(name, IMAGES);
  expect(code).not.toBe(0);
  expect(stdout).toBe('');
  expect(stderr).toContain(first);
});
