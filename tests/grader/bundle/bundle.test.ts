import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { submission } from '../../../assignment/submission.ts';
import { bundleModule } from '../../../grader/bundle/index.ts';
import { Parser } from '../../../grader/parser/parser.ts';
import type { Submission } from '../../../grader/types.ts';

const runtimeImports = new Map([
  ['@tensorflow/tfjs', '../runtime/tfjs.js'],
  ['#lib/errors.ts', '../runtime/lib/errors.js'],
]);
const gram = 'style_modules/style_loss.ts';
const parser = new Parser();
const submitted = (files: Record<string, string>): Submission => ({
  name: 'test',
  hash: '',
  parser,
  files: new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
});
const bundle = (files: Record<string, string>, path = gram) =>
  bundleModule(submitted(files), path, submission.files, runtimeImports);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
});
beforeEach(() => parser.renewBudget());
afterAll(async () => {
  parser.close();
  await rm(folder, { recursive: true });
});

async function run(code: string): Promise<Record<string, unknown>> {
  const path = join(folder, `${Math.random()}.mjs`);
  await writeFile(path, code);
  return import(/* @vite-ignore */ pathToFileURL(path).href);
}

describe('a bundle', () => {
  it('leaves the course’s modules as imports of the runtime folder, and keeps the exports', async () => {
    const result = await bundle({
      [gram]:
        "import * as tf from '@tensorflow/tfjs';\nimport type { Model } from '#lib/models/model.ts';\nimport { NotImplementedError } from '#lib/errors.ts';\nexport class StyleLoss { gramMatrix(x: tf.Tensor, m?: Model): tf.Tensor { if (m) throw new NotImplementedError('a', 'b', 'c'); return tf.add(x, 1); } }",
    });
    if (!result.ok) throw new Error(result.finding.message);
    const imports = [...result.code.matchAll(/from "(.*)"/g)].map(([, path]) => path);
    expect(imports).toEqual(['../runtime/tfjs.js', '../runtime/lib/errors.js']);
    expect(result.code).toMatch(/export \{\s+StyleLoss\s+\}/);
  });

  it('takes in the other files of the submission, however their import is spelt, and Node’s allowed modules', async () => {
    const result = await bundle(
      {
        'style_utils.ts':
          "export { a } from './style_modules/style_loss';\nexport { b } from './style_modules/../style_modules/tv_loss.js';",
        [gram]: "import { posix } from 'path';\nexport const a: string = posix.join('x', 'ü');",
        'style_modules/tv_loss.ts':
          "import assert from 'node:assert';\nenum E { x = 5 }\nassert(true);\nexport const b = E.x;",
      },
      'style_utils.ts',
    );
    if (!result.ok) throw new Error(result.finding.message);
    expect(await run(result.code)).toMatchObject({ a: 'x/ü', b: 5 });
  });

  it('takes the skeleton’s stub for an import that was not handed in', async () => {
    const result = await bundle({ 'style_utils.ts': `export { StyleLoss } from './${gram}';` }, 'style_utils.ts');
    expect(result).toMatchObject({ ok: true, code: expect.stringContaining('NotImplementedError(') });
  });

  it('may have a function called require', async () => {
    const result = await bundle({
      [gram]: 'function require(a: boolean): boolean { return a; }\nexport const a = require(true);',
    });
    if (!result.ok) throw new Error(result.finding.message);
    expect(await run(result.code)).toMatchObject({ a: true });
  });

  it('leaves out imports that nothing uses, whatever they are', async () => {
    const unused =
      "import { writeFileSync } from 'node:fs';\nimport { Model } from 'lodash';\nlet x: Model | undefined;";
    expect(await bundle({ [gram]: unused })).toMatchObject({ ok: true, code: expect.not.stringContaining('node:fs') });
  });

  it('is the same for the same files', async () => {
    const files = { [gram]: "export const f = () => 'ü';\n" };
    expect(await bundle(files)).toEqual(await bundle(files));
  });

  it('may start with a byte order mark', async () => {
    expect((await bundle({ [gram]: '\ufeffexport const a = 1;' })).ok).toBe(true);
  });
});

describe('what cannot be bundled is a finding with file and line', () => {
  it.each([
    ['a syntax error', 'const a = 1;\nconst b = (;', 2, 'Expression expected'],
    ['a mistake only esbuild sees', 'const a = 1;\nconst a = 2;', 2, 'already been declared'],
    ['another package', "\n\nimport fs from 'lodash';\nfs();", 3, '"lodash" cannot be imported'],
    [
      'a module of Node that is not allowed',
      "import fs from 'node:fs';\nfs.readFileSync('/etc/passwd');",
      1,
      '"node:fs"',
    ],
    ['a file of the host', "import x from '/etc/passwd';\nx();", 1, '"/etc/passwd"'],
    ['a file beside the grader', "import '../../package.json';", 1, 'package.json'],
    ['the reference', "import '../../reference/style_modules/style_loss.ts';", 1, 'reference'],
    ['an address', "import 'https://example.org/x.js';", 1, 'https:'],
    ['data', "import 'data:text/javascript,1';", 1, 'data:'],
    ['a dynamic import', "export const a = 1;\nawait import('node:fs');", 2, 'import()'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code for the bundler
    ['an import of whatever fits', 'const a = await import(`./${process.argv[2]}`);', 1, 'import()'],
    ['require', "const fs = require('fs');", 1, 'require'],
    ['endless brackets', `x = ${'('.repeat(50_000)}1${')'.repeat(50_000)};`, 1, 'nested too deeply'],
  ])('%s', async (_, text, line, words) => {
    const result = await bundle({ [gram]: text });
    if (result.ok) throw new Error('bundled');
    expect(result.finding).toMatchObject({ severity: 'file', file: gram, line });
    expect(result.finding.message).toContain(words);
    expect(result.finding.message).not.toMatch(/node_modules|grader\/|\bat \S+:\d/);
  });

  it('names the file that is at fault, not the one that imports it', async () => {
    const result = await bundle({ 'style_utils.ts': `import './${gram}';`, [gram]: '\n)' }, 'style_utils.ts');
    expect(result).toMatchObject({ ok: false, finding: { file: gram, line: 2 } });
  });

  it('says when the file itself was not handed in', async () => {
    const result = await bundle({}, 'style_utils.ts');
    expect(result).toMatchObject({
      ok: false,
      finding: { file: 'style_utils.ts', message: expect.stringContaining('missing') },
    });
  });

  it('reads no source map, however it is asked', async () => {
    const result = await bundle({ [gram]: 'export const a = 1;\n//# sourceMappingURL=/etc/passwd' });
    expect(JSON.stringify(result)).not.toContain('root:');
  });
});
