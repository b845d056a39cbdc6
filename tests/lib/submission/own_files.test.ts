/** Which files of the student's own are taken along, and that none can be passed off as another. */
// cspell:ignore tyle
import { describe, expect, it } from 'vitest';
import { addOwnFiles, isOwnPath, maxOwnFiles } from '../../../lib/submission/own_files.ts';

const format = { files: ['style_utils.ts', 'style_modules/tv_loss.ts'] };

describe('the path of a file of the student', () => {
  it.each(['helpers.ts', 'style_modules/helpers.ts', 'my tools/\u00e4_2.ts', 'a/b/c/d/e.ts', 'library.ts'])(
    'may be %s',
    (path) => expect(isOwnPath(path, format)).toBe(true),
  );

  it.each([
    'style_utils.ts',
    'Style_Utils.ts',
    'style_modules/TV_loss.ts',
    '\uff53tyle_utils.ts',
    'lib/errors.ts',
    'LIB/errors.ts',
    'harness/check.ts',
    'node_modules/x/index.ts',
    'reference/style_utils.ts',
    'fixtures/a.ts',
    'collect_submission.ts',
    '../helpers.ts',
    'a/../../helpers.ts',
    '/etc/helpers.ts',
    'C:/helpers.ts',
    '.hidden.ts',
    'a/.git/x.ts',
    'a//b.ts',
    'types.d.ts',
    'helpers.js',
    'helpers.json',
    'helpers',
    'a\\b.ts',
    'a\u202eb.ts',
    'a\nb.ts',
    'a:b.ts',
    'u\u0308.ts',
    'a/b/c/d/e/f.ts',
    `${'a'.repeat(300)}.ts`,
  ])('may not be %j', (path) => expect(isOwnPath(path, format)).toBe(false));
});

describe('files of the student', () => {
  const add = async (lying: Record<string, string>) => {
    const bytes = new Map(Object.entries(lying).map(([path, text]) => [path, Buffer.from(text)]));
    const files = new Map<string, Uint8Array>([...bytes].filter(([path]) => format.files.includes(path)));
    const asked: string[] = [];
    await addOwnFiles(files, format, async (path) => {
      asked.push(path);
      return bytes.get(path);
    });
    return { taken: [...files.keys()].filter((path) => !format.files.includes(path)), asked };
  };

  it('are what the files of the assignment import, and what those import', async () => {
    const { taken } = await add({
      'style_utils.ts': "import { a } from './a.ts'; export * from './folder'; import type { T } from './types.js';",
      'a.ts': "import './b'; import './a.ts'; import './style_utils.ts';",
      'b.ts': "import './a.ts';",
      'folder/index.ts': '',
      'types.ts': 'export type T = 1;',
      'unused.ts': '',
    });
    expect(taken.sort()).toEqual(['a.ts', 'b.ts', 'folder/index.ts', 'types.ts']);
  });

  it('are never asked for outside of the folder, or in place of a file of the assignment or of the course', async () => {
    const { taken, asked } = await add({
      'style_utils.ts': `import '../out.ts'; import '/etc/passwd.ts'; import './lib/errors.ts'; import './style_modules/tv_loss.ts';
        import './Style_utils.ts'; import 'helpers.ts'; import './fixtures/x.ts'; import './a/../../b.ts'; import '#lib/x.ts';`,
    });
    expect(taken).toEqual([]);
    expect(asked).toEqual([]);
  });

  it(`are at most ${maxOwnFiles}`, async () => {
    const names = Array.from({ length: maxOwnFiles + 5 }, (_, i) => `own_${i}.ts`);
    const { taken } = await add({
      'style_utils.ts': names.map((name) => `import './${name}';`).join('\n'),
      ...Object.fromEntries(names.map((name) => [name, ''])),
    });
    expect(taken).toEqual(names.slice(0, maxOwnFiles));
  });
});
