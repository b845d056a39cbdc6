/** Files of the student's own in a zip and in a folder: read if they are imported, under no name that is somebody else's. */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { submission } from '../../../assignment/submission.ts';
import { intake } from '../../../grader/intake/index.ts';
import type { IntakeResult } from '../../../grader/types.ts';
import { Random } from '../../../lib/random.ts';
import { maxSourceBytes, maxSourcesBytes } from '../../../lib/submission/index.ts';
import { withFolder } from '../../../scripts/support/folders.ts';
import { makeZip, type ZipPart } from '../../../scripts/support/make_zip.ts';

const importer = 'style_utils.ts';
const work = (imports: string): ZipPart[] =>
  submission.files.map((name) => ({ name, content: name === importer ? imports : 'export {};\n' }));

const take = (parts: readonly ZipPart[]): Promise<IntakeResult> =>
  withFolder(async (folder) => {
    const path = join(folder, 'work.zip');
    await writeFile(path, makeZip(parts));
    return intake(path, submission);
  });

const ownOf = (result: IntakeResult) =>
  result.ok ? [...result.submission.files.keys()].filter((file) => !submission.files.includes(file)) : 'refused';
const codesOf = ({ findings }: IntakeResult) => findings.map(({ code, file }) => [code, file]);

describe('files of the student', () => {
  it('are read, are not called ignored, and part of the hash', async () => {
    const result = await take([...work("import './own/a.ts';"), { name: 'own/a.ts', content: '' }]);
    expect(ownOf(result)).toEqual(['own/a.ts']);
    expect(result.findings).toEqual([]);
    const other = await take([...work("import './own/a.ts';"), { name: 'own/a.ts', content: '1' }]);
    expect(result.ok && other.ok && result.submission.hash !== other.submission.hash).toBe(true);
  });

  it('lie below the one folder that surrounds everything', async () => {
    const parts = [...work("import './own.ts';"), { name: 'own.ts', content: '' }];
    const result = await take(parts.map((part) => ({ ...part, name: `hw3/${part.name}` })));
    expect(ownOf(result)).toEqual(['own.ts']);
    expect(codesOf(result)).toEqual([['intake.folder', undefined]]);
  });

  it('are not read if nothing imports them', async () => {
    const result = await take([...work(''), { name: 'own.ts', content: '' }]);
    expect(ownOf(result)).toEqual([]);
    expect(codesOf(result)).toEqual([['intake.ignored', undefined]]);
  });

  it.each(['lib/errors.ts', 'harness/check.ts', 'STYLE_MODULES/tv_loss.ts', '../out.ts', 'node_modules/a/index.ts'])(
    'are not read under the name %s',
    async (name) => {
      const result = await take([...work(`import './${name}';`), { name, content: 'export const mine = 1;' }]);
      expect(ownOf(result)).toEqual([]);
    },
  );

  it('are not read where two have one name, or one that differs in case', async () => {
    const twice = [
      { name: 'own.ts', content: '1' },
      { name: 'own.ts', content: '2' },
    ];
    const result = await take([...work("import './own.ts';"), ...twice]);
    expect(ownOf(result)).toEqual([]);
    expect(codesOf(result)).toEqual([['intake.duplicate', 'own.ts']]);
    const cases = [
      { name: 'own.ts', content: '1' },
      { name: 'Own.ts', content: '2' },
    ];
    expect(ownOf(await take([...work("import './own.ts';"), ...cases]))).toEqual([]);
    expect(ownOf(await take([...work("import './Own.ts';"), { name: 'own.ts', content: '' }]))).toEqual([]);
  });

  const random = new Random('noise');
  const letter = () => String.fromCharCode(97 + random.int(26));
  /** As long as a file may be, and hard to compress. */
  const noise = Array.from({ length: maxSourceBytes }, letter).join('');

  it('are held to the limits on one file and on all, and to UTF-8', async () => {
    const large = await take([...work("import './own.ts';"), { name: 'own.ts', content: `${noise} ` }]);
    expect(ownOf(large)).toEqual([]);
    expect(codesOf(large)).toEqual([['intake.size', 'own.ts']]);
    const names = Array.from({ length: 12 }, (_, i) => `own_${i}.ts`);
    const many = await take([
      ...work(names.map((name) => `import './${name}';`).join('\n')),
      ...names.map((name) => ({ name, content: `/*${noise.slice(4)}*/` })),
    ]);
    if (!many.ok) throw new Error('refused');
    const total = [...many.submission.files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    expect(total).toBeLessThanOrEqual(maxSourcesBytes);
    expect(ownOf(many).length).toBeLessThan(names.length);
    const notText = await take([...work("import './own.ts';"), { name: 'own.ts', content: Buffer.from([0xff]) }]);
    expect(codesOf(notText)).toEqual([['intake.encoding', 'own.ts']]);
  });

  it('are never followed through a link', () =>
    withFolder(async (folder) => {
      for (const { name, content } of work("import './own.ts';")) {
        const path = join(folder, String(name));
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, content!);
      }
      await symlink('/etc/passwd', join(folder, 'own.ts'));
      const result = await intake(folder, submission);
      expect(ownOf(result)).toEqual([]);
      expect(codesOf(result)).toEqual([['intake.link', 'own.ts']]);
    }));
});
