/** What would hurt a class is refused before anything is built. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assignment } from '../../assignment/assignment.ts';
import { hiddenChecks } from '../../assignment/checks/hidden/index.ts';
import { readManifest } from '../../harness/fixtures.ts';
import { projectRoot } from '../../lib/root.ts';
import {
  otherNetwork,
  otherReference,
  preflight,
  shippedHidden,
  strayModules,
  tightTolerances,
  wrongTotal,
} from '../../scripts/support/preflight.ts';

const [first, ...rest] = assignment.checks;

describe('preflight', () => {
  it('passes this assignment', async () => {
    await expect(preflight(assignment, projectRoot)).resolves.toBeUndefined();
  });

  it('refuses checks of a file that nobody hands in', () => {
    const stray = { ...first!, subject: { ...first!.subject, module: 'extra.ts' } };
    expect(strayModules({ ...assignment, checks: [stray, ...rest] })).toEqual([
      'extra.ts has checks, but is no file of the submission. Add it to assignment/submission.ts.',
    ]);
  });

  it('refuses a hidden check outside of the hidden file', () => {
    const checks = [{ ...first!, visibility: 'hidden' as const }, ...rest];
    expect(shippedHidden({ ...assignment, checks }, hiddenChecks)).toEqual([
      expect.stringContaining(`The hidden check ${first!.id} would be shipped.`),
    ]);
  });

  it('refuses points that do not add up', () => {
    const checks = [{ ...first!, points: first!.points + 0.5 }, ...rest];
    expect(wrongTotal({ ...assignment, checks })).toEqual([expect.stringContaining('add up to 100.5, not 100.')]);
  });

  it('takes another total that the manifest states, and only that', () => {
    const checks = [{ ...first!, points: first!.points + 2 }, ...rest];
    expect(wrongTotal({ ...assignment, checks, totalPoints: 102 })).toEqual([]);
    expect(wrongTotal({ ...assignment, totalPoints: 102 })).toEqual([
      expect.stringContaining('add up to 100, not 102.'),
    ]);
  });

  it('refuses fixtures of another reference, but not of other comments', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'preflight-'));
    await cp(join(projectRoot, 'reference'), join(folder, 'reference'), { recursive: true });
    const manifest = await readManifest(`${projectRoot}/fixtures`);
    const path = join(folder, 'reference/style_modules/content_loss.ts');
    const text = await readFile(path, 'utf8');
    await writeFile(path, `// a comment\n${text}`);
    expect(await otherReference(assignment, manifest, folder)).toEqual([]);
    await writeFile(path, `export const changed = 1;\n${text}`);
    expect(await otherReference(assignment, manifest, folder)).toEqual([
      'The reference has changed since the fixtures were made. Run `npm run fixtures`.',
    ]);
    await rm(folder, { recursive: true });
  });

  it('refuses a tolerance without margin', async () => {
    const manifest = await readManifest(`${projectRoot}/fixtures`);
    const checks = assignment.checks.map((check) =>
      check.id === 'saliencyMap.value' ? { ...check, tolerance: 1e-7 } : check,
    );
    expect(tightTolerances({ ...assignment, checks }, manifest)).toEqual([
      expect.stringMatching(/^saliencyMap\.value: engines differ by .*e-7, more than a \d+th of the tolerance 1e-7/),
    ]);
  });

  it('refuses fixtures of another network', async () => {
    const { model } = await readManifest(`${projectRoot}/fixtures`);
    expect(await otherNetwork({ model: { ...model, sha256: '0'.repeat(64) } }, projectRoot)).toHaveLength(1);
    const other = { ...model, source: 'weights/squeezenet1_1.safetensors' };
    expect((await otherNetwork({ model: other }, projectRoot))[0]).toContain('which students do not get');
  });
});
