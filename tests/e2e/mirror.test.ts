/** `npm run mirror` on the real folders, and on copies that were doctored. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { projectRoot } from '../../lib/root.ts';

let copy: string;
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'mirror '));
  await cp(join(projectRoot, 'reference'), copy, { recursive: true });
});
afterAll(() => rm(copy, { recursive: true }));

function mirror(...args: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const command = [
      join(projectRoot, 'node_modules/tsx/dist/cli.mjs'),
      join(projectRoot, 'scripts/mirror.ts'),
      ...args,
    ];
    execFile(process.execPath, command, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr });
    });
  });
}

it('finds skeleton and reference alike', async () => {
  expect(await mirror()).toMatchObject({ code: 0, out: expect.stringContaining('agree: 13 files') });
});

it('names every difference: files, exports, parameters, types, defaults, return types', async () => {
  const change = async (file: string, from: string | RegExp, to: string) => {
    const text = await readFile(join(copy, file), 'utf8');
    expect(text).toMatch(from);
    await writeFile(join(copy, file), text.replace(from, to));
  };
  await rm(join(copy, 'style_utils.ts'));
  await writeFile(join(copy, 'extra.ts'), 'export {};');
  await change('style_modules/style_loss.ts', 'normalize = true', 'normalize = false');
  await change('style_modules/style_loss.ts', 'styleLayers: number[]', 'styleLayers: readonly number[]');
  await change('style_modules/tv_loss.ts', 'tvWeight: number', 'weight: number');
  await change('style_modules/content_loss.ts', /tf\.Scalar/g, 'tf.Tensor');
  await change('visualizers/gradcam.ts', 'export function guidedRelu', 'function guidedRelu');
  const { code, out } = await mirror('--reference', copy);
  expect(code).toBe(1);
  expect(
    out
      .split('\n')
      .filter((line) => !line.startsWith('  '))
      .sort(),
  ).toEqual([
    '',
    'extra.ts: only the reference has it',
    'style_modules/content_loss.ts: ContentLoss.forward differs',
    'style_modules/style_loss.ts: StyleLoss.forward differs',
    'style_modules/style_loss.ts: StyleLoss.gramMatrix differs',
    'style_modules/tv_loss.ts: TotalVariationLoss.forward differs',
    'style_utils.ts: only the skeleton has it',
    'visualizers/gradcam.ts: only the skeleton has guidedRelu',
  ]);
  expect(out).toContain('normalize = false');
});

it('is the course’s mistake when a folder is not there', async () => {
  expect(await mirror('--reference', join(copy, 'nowhere'))).toMatchObject({ code: 2 });
});
