import { describe, expect, it } from 'vitest';
import { leftOverPrints } from '../../../lib/submission/prints.ts';
import { firstSyntaxError, normalizedText, parseSource, walk } from '../../../lib/submission/source.ts';
import { unsolvedStubs } from '../../../lib/submission/stubs.ts';

const parse = (text: string) => parseSource('a.ts', text);

describe('firstSyntaxError', () => {
  it('names line and reason, and is silent on good code', () => {
    expect(firstSyntaxError(parse('const a = 1;\nconst b = (2;\n'))).toEqual({ line: 2, text: "')' expected." });
    expect(firstSyntaxError(parse('const a: number = 1;\n'))).toBeUndefined();
  });
});

describe('walk', () => {
  it('goes deeper than the stack', () => {
    const source = parse(`x = ${'1+'.repeat(40_000)}1;`);
    expect([...walk(source)].length).toBeGreaterThan(80_000);
  });
});

describe('normalizedText', () => {
  it('is the same after a formatter', () => {
    const texts = ["f('a', b)", 'f("a",b)', 'f(\n  "a", // why\n  b,\n)'].map((text) => {
      const source = parse(text);
      return normalizedText(source, source);
    });
    expect(new Set(texts).size).toBe(1);
  });
});

describe('unsolvedStubs', () => {
  it('finds what throws NotImplementedError, not what mentions it', () => {
    const text =
      "// new NotImplementedError(\nf(() => {\n  throw new NotImplementedError('a.ts', 'A.b', 'Do it.');\n});\nconst s = 'new NotImplementedError(';";
    expect(unsolvedStubs(parse(text))).toEqual([{ line: 3, text: 'A.b' }]);
  });
});

describe('leftOverPrints', () => {
  it.each([
    'console.log(x);',
    "console['log'](x);",
    'globalThis.console.error(x);',
    'process.stdout.write(s);',
    'process.stderr.write(s);',
    'x.print();',
    'tf.print(x, true);',
    'debugger;',
    'const log = console.log;',
    'const { log } = console;',
  ])('finds %s', (code) => {
    expect(leftOverPrints(parse(`\n  ${code}`), parse(''))).toMatchObject([{ line: 2 }]);
  });

  it.each([
    '// console.log(x)',
    "const s = 'console.log(x)';",
    'file.write(s);',
    'printer.show();',
    'const print = 1;',
  ])('leaves alone %s', (code) => {
    expect(leftOverPrints(parse(code), parse(''))).toEqual([]);
  });

  it("allows the skeleton's own, as often as there, however formatted and wherever moved", () => {
    const skeleton = "main(() => {\n  console.log('done', file);\n});";
    expect(leftOverPrints(parse('a();\nconsole.log(\n  "done",\n  file,\n);'), parse(skeleton))).toEqual([]);
    const twice = "console.log('done', file);\nconsole.log('done', file);";
    expect(leftOverPrints(parse(twice), parse(skeleton))).toEqual([{ line: 2, text: "console.log('done', file)" }]);
    expect(leftOverPrints(parse("console.log('done', x);"), parse(skeleton))).toHaveLength(1);
  });
});
