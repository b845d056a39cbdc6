/** docs/new_function.md, followed on a copy of the project. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../lib/root.ts';
import { ProjectCopy } from '../support/project_copy.ts';

const MINUTES = 60_000;
const page = join(projectRoot, 'docs/new_function.md');

interface Block {
  readonly file: string;
  readonly language: string;
  readonly text: string;
}

/** The page's code blocks, each with the file that its section is about. */
function blocksOf(markdown: string): Block[] {
  return markdown.split(/^## \d\. `/m).flatMap((section, i) => {
    if (i === 0) return [];
    const file = section.slice(0, section.indexOf('`'));
    const body = section.split(/^## /m)[0]!;
    return [...body.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, text]) => ({
      file,
      language: language!,
      text: text!,
    }));
  });
}

/** @throws Error if the lines around the addition are not there exactly once */
function applyDiff(source: string, { file, text }: Block): string {
  const lines = text.trimEnd().split('\n');
  const side = (left: string) => lines.filter((line) => line[0] !== left).map((line) => `${line.slice(1)}\n`);
  const [before, after] = [side('+').join(''), side('-').join('')];
  if (source.split(before).length !== 2) throw new Error(`${file} has not once:\n${before}`);
  return source.replace(before, () => after);
}

let course: ProjectCopy;
let blocks: Block[];
beforeAll(async () => {
  course = await ProjectCopy.make();
  blocks = blocksOf(await readFile(page, 'utf8'));
  for (const block of blocks) {
    const path = join(course.folder, block.file);
    const text = block.language === 'diff' ? applyDiff(await readFile(path, 'utf8'), block) : block.text;
    await writeFile(path, text);
  }
}, MINUTES);
afterAll(() => course.remove());

it('touches seven files', () => {
  expect(new Set(blocks.map(({ file }) => file)).size).toBe(7);
});

it(
  'agrees in skeleton and reference',
  async () => {
    expect(await course.run('mirror')).toMatchObject({ code: 0, out: expect.stringContaining('14 files') });
  },
  MINUTES,
);

it(
  'has a fixture, which the reference passes and the skeleton does not reach',
  async () => {
    const { code, out } = await course.run('fixtures');
    expect(code, out).toBe(0);
    // The others' are as they were: what is new is told, and nothing else.
    expect(out.match(/^~.*$/gm)).toEqual([
      '~ (reference): other code',
      '~ channelMeans.value: new',
      '~ hints/channelMeans.json: new',
    ]);
    const check = (target: string) => course.run('check', ['--target', target, 'channelMeans']);
    expect(await check('reference')).toMatchObject({ code: 0, out: expect.stringContaining('2 / 2') });
    expect(await check('skeleton')).toMatchObject({
      code: 1,
      out: expect.stringContaining('channelMeans in image_statistics.ts is not implemented yet. Average over height'),
    });
  },
  5 * MINUTES,
);

it(
  'is handed out and graded',
  async () => {
    expect(await course.run('handout')).toMatchObject({ code: 0 });
    const { code, out } = await course.run('grade', ['reference']);
    expect(code, out).toBe(0);
    expect(out).toMatch(/channelMeans +2\/2/);
  },
  5 * MINUTES,
);
