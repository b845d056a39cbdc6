import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { assignment } from '../../../assignment/assignment.ts';
import { submission } from '../../../assignment/submission.ts';
import { Parser } from '../../../grader/parser/parser.ts';
import { checkRules } from '../../../grader/rules/index.ts';
import type { Submission } from '../../../grader/types.ts';
import { projectRoot } from '../../../lib/root.ts';
import { inspect } from '../../../lib/submission/rules/inspect.ts';

const file = 'style_modules/style_loss.ts';
const skeletonText = `import * as tf from '@tensorflow/tfjs';
import { NotImplementedError } from '#lib/errors.ts';
export class StyleLoss {
  gramMatrix(features: tf.Tensor4D, normalize = true): tf.Tensor3D {
    throw new NotImplementedError('a', 'b', 'c');
  }
  forward(feats: tf.Tensor4D[], layers: number[]): tf.Scalar {
    throw new NotImplementedError('a', 'b', 'c');
  }
}
export function report(loss: number): void {
  console.log('loss', loss, import.meta.url);
}
`;
const look = (text: string) => inspect({ kind: 'inspect', file, files: submission.files, text, skeletonText }).findings;
const lookAfter = (addition: string) => look(`${skeletonText}${addition}`);

const parser = new Parser();
beforeEach(() => parser.renewBudget());
afterAll(() => parser.close());

describe('the rules', () => {
  it('have nothing to say of the skeleton, or of a solution that keeps to it', () => {
    expect(look(skeletonText)).toEqual([]);
    const solved = skeletonText
      .replaceAll("throw new NotImplementedError('a', 'b', 'c');", 'return tf.tidy(() => null as never);')
      .replace("import { NotImplementedError } from '#lib/errors.ts';\n", '');
    expect(look(solved)).toEqual([]);
  });

  it.each([
    "import path from 'node:path';",
    "import { inspect } from 'util';",
    "import { TotalVariationLoss } from './tv_loss.ts';",
    "import { a } from '../style_utils';",
    "import type { Model } from '#lib/models/model.ts';",
    "import { type Model } from '#lib/models/model.ts';",
    "import { Model } from '#lib/models/model.ts';\nlet x: Model;",
    'function require(condition: boolean): void {}\nrequire(true);',
    'const require = (condition: boolean) => condition;\nrequire(true);',
    "let x: import('#lib/models/model.ts').Model;",
    'const x = { require: 1, eval: 2 };',
    'process.on; new Functional();',
  ])('allow %s', (text) => {
    expect(lookAfter(text)).toEqual([]);
  });

  it.each([
    ["import fs from 'node:fs';", 'a module of Node that is not allowed'],
    ["import { exec } from 'child_process';", 'a module of Node that is not allowed'],
    ["import vm from 'node:vm';", 'a module of Node that is not allowed'],
    ["import { createRequire } from 'node:module';", 'a module of Node that is not allowed'],
    ["import lodash from 'lodash';", 'a package'],
    ["import { Saliency } from '#lib/captum/index.ts';", 'a provided module'],
    ["import { StyleLoss as S } from '../../reference/style_modules/style_loss.ts';", 'the reference solution'],
    ["export * from '../../fixtures/manifest.json';", 'stored data'],
    ["import x from '../assignment/checks/index.ts';", "the course's checks"],
    ["import x from '../tests/e2e/grading.ts';", "the course's tests"],
    ["import '../grader/judge.ts';", 'the grader'],
    ["import x = require('../reference/a.ts');", 'the reference solution'],
    ["import a from './addon.node';", 'a native add-on'],
    ["import a from 'data:text/javascript,1';", 'data: address'],
    ["import a from 'https://example.org/a.js';", 'https: address'],
    ["import a from 'file:///etc/passwd';", 'file: address'],
    ["import a from '../node_modules/x/index.js';", 'installed package'],
    ["import a from './other.ts';", 'not a file of the assignment'],
    ["import a from '../lib/errors.ts';", 'a provided module'],
  ])('refuse the file for %s, where it is used', (text, words) => {
    const [, name] = /import (?:\{ (?:\w+ as )?)?(\w+)/.exec(text) ?? [];
    const used = name ? `${text}\n${name};` : text;
    expect(lookAfter(used)).toMatchObject([{ severity: 'file', code: 'rules.import', file, line: 14 }]);
    expect(lookAfter(used)[0]?.message).toContain(words);
  });

  it.each([
    ["import { writeFileSync } from 'node:fs';", 'node:fs'],
    ["import fs, { type Stats } from 'node:fs';\nlet x: Date;", 'node:fs'],
    ["import * as lodash from 'lodash';", 'lodash'],
  ])('only warn about an import that nothing uses: %s', (text, words) => {
    expect(lookAfter(text)).toMatchObject([{ severity: 'warning', code: 'rules.import', line: 14 }]);
    expect(lookAfter(text)[0]?.message).toContain(words);
    expect(lookAfter(text)[0]?.message).toContain('remove the line');
  });

  it.each([
    "import { Saliency } from '#lib/captum/index.ts';\nclass A extends Saliency {}",
    "import { Saliency } from '#lib/captum/index.ts';\nexport { Saliency };",
    "import { Saliency } from '#lib/captum/index.ts';\nconst x = { Saliency };",
    "import * as c from '#lib/captum/index.ts';\nconst x = c.Saliency as unknown;",
    "import 'node:fs';",
    'declare function require(name: string): unknown;\nrequire("fs");',
    'function require(name: string): unknown;\nfunction f() { require("fs"); }',
  ])('see a use: %s', (text) => {
    expect(lookAfter(text).filter(({ severity }) => severity === 'file')).toHaveLength(1);
  });

  it.each([
    ["await import('node:fs');", 'import()'],
    ["require('fs');", 'require()'],
    ["eval('1');", 'eval()'],
    ["(0, eval)('1');", 'eval()'],
    ["globalThis.eval('1');", 'eval()'],
    ["new Function('return 1')();", 'Function()'],
    ["process.binding('fs');", 'process.binding'],
    ["globalThis.process.getBuiltinModule('fs');", 'process.getBuiltinModule'],
  ])('refuse the file for %s', (text, what) => {
    expect(lookAfter(text)).toMatchObject([{ severity: 'file', code: 'rules.escape', line: 14 }]);
    expect(lookAfter(text)[0]?.message).toContain(what);
  });

  it.each(['process.exit(0);', 'import.meta.dirname;', 'process.kill(1);'])('warn about %s', (text) => {
    expect(lookAfter(text)).toMatchObject([{ severity: 'warning', code: 'rules.escape', line: 14 }]);
  });

  it('refuse a file that does not parse, with the first error and its line', () => {
    expect(look('export class A {\n  f( {\n}')).toMatchObject([
      { severity: 'file', code: 'rules.parse', file, line: 3 },
    ]);
    expect(look(`x = ${'['.repeat(60_000)}`)).toMatchObject([{ severity: 'file', code: 'rules.parse' }]);
  });

  it.each([
    [
      'a class',
      skeletonText.replace('class StyleLoss', 'class Style'),
      ['rules.export'],
      'The export "StyleLoss" is missing',
    ],
    [
      'a method',
      skeletonText.replace('gramMatrix(', 'gram('),
      ['rules.export'],
      'The method StyleLoss.gramMatrix is missing',
    ],
    [
      'an export',
      skeletonText.replace('export function', 'function'),
      ['rules.export'],
      'The export "report" is missing',
    ],
    [
      'a parameter',
      skeletonText.replace(', normalize = true', ''),
      ['rules.signature'],
      "the skeleton's has 2 (features, normalize)",
    ],
  ])('warn when %s is missing', (_, text, codes, words) => {
    const findings = look(text);
    expect(findings.map(({ severity }) => severity)).toEqual(['warning']);
    expect(findings.map(({ code }) => code)).toEqual(codes);
    expect(findings[0]?.message).toContain(words);
  });

  it('see an export through a list or a constant', () => {
    const text = skeletonText
      .replace('export class', 'class')
      .replace('export function report(loss: number): void {', 'export const report = (loss: number) => {');
    expect(look(`${text}export { StyleLoss };`)).toEqual([]);
  });

  it("warn about left-over prints, not about the skeleton's own", () => {
    expect(lookAfter('console.log(G);')).toMatchObject([{ severity: 'warning', code: 'rules.print', line: 14 }]);
  });
});

describe('checkRules', () => {
  async function read(folder: string): Promise<Submission> {
    const read = submission.files.map(async (path) => [path, await readFile(join(projectRoot, folder, path))] as const);
    return { name: folder, hash: '', parser, files: new Map(await Promise.all(read)) };
  }

  it('has nothing to say of the skeleton and the reference', async () => {
    expect(await checkRules(await read('skeleton'), assignment)).toEqual([]);
    expect(await checkRules(await read('reference'), assignment)).toEqual([]);
  });

  it('judges each file by its own skeleton', async () => {
    const files = new Map([
      ['style_utils.ts', Buffer.from('export const a = (;')],
      ['gradcam.ts', Buffer.from("import fs from 'fs'; fs;")],
    ]);
    const findings = await checkRules({ name: '', hash: '', parser, files }, assignment);
    expect(findings.filter(({ severity }) => severity === 'file')).toMatchObject([
      { code: 'rules.import', file: 'gradcam.ts', line: 1 },
      { code: 'rules.parse', file: 'style_utils.ts', line: 1 },
    ]);
  });
});

describe('names of the library', () => {
  const byHand = 'visualizers/saliency_map.ts';
  const captum = "'#lib/captum/index.ts'";
  const barred = async (changed: Record<string, string>) => {
    const files = new Map(Object.entries(changed).map(([file, text]) => [file, Buffer.from(text)]));
    const findings = await checkRules({ name: '', hash: '', parser, files }, assignment);
    return findings.filter(({ code }) => code === 'rules.names' || code === 'rules.import').map(({ file }) => file);
  };

  it.each([
    ['by name', `import { GuidedBackprop } from ${captum}; new GuidedBackprop();`],
    ['renamed', `import { LayerGradCam as LayerAttribution } from ${captum}; new LayerAttribution();`],
    ['all at once', `import * as captum from ${captum}; captum.Saliency;`],
    ['handed on', `export { Saliency } from ${captum};`],
    ['all handed on', `export * from ${captum};`],
  ])('that the skeleton does not use are refused: %s', async (_, text) => {
    expect(await barred({ 'visualizers/gradcam.ts': text })).toEqual(['visualizers/gradcam.ts']);
  });

  it('are refused too where they come through a file that may use them', async () => {
    const own = "import { captumSaliency } from '../saliency_map.ts'; captumSaliency();";
    const allowed = `import { Saliency } from ${captum}; export const captumSaliency = () => new Saliency();`;
    expect(await barred({ [byHand]: own, 'saliency_map.ts': allowed })).toEqual([byHand]);
    const between = {
      [byHand]: "import '../fooling_image.ts';",
      'fooling_image.ts': "export * from './saliency_map.ts';",
      'saliency_map.ts': allowed,
    };
    expect(await barred(between)).toEqual([byHand, 'fooling_image.ts']);
  });

  it("cost the files that they reach through one of the student's own, where the skeleton has not got them", async () => {
    const found = await barred({
      'tools.ts': `export { GuidedBackprop, LayerGradCam } from ${captum};`,
      'gradcam.ts': "import { LayerGradCam } from './tools.ts'; LayerGradCam;",
      'visualizers/gradcam.ts': "import { GuidedBackprop } from '../tools.ts'; GuidedBackprop;",
      [byHand]: "import { LayerGradCam } from '../tools'; LayerGradCam;",
    });
    // Each for what it reaches; gradcam.ts reaches GuidedBackprop too, which its skeleton takes.
    expect(found.sort()).toEqual(['visualizers/gradcam.ts', byHand].sort());
  });

  it('cost the file that takes them, not the one that imports it', async () => {
    const text = `import { GuidedBackprop, LayerAttribution } from ${captum}; new GuidedBackprop();`;
    expect(await barred({ 'visualizers/gradcam.ts': text })).toEqual(['visualizers/gradcam.ts']);
  });

  it('are free where the skeleton uses them, and as types', async () => {
    expect(await barred({ 'saliency_map.ts': `import { Saliency } from ${captum};` })).toEqual([]);
    expect(await barred({ 'visualizers/gradcam.ts': `import { type GuidedBackprop } from ${captum};` })).toEqual([]);
  });
});
