/**
 * One table of small changes to a right submission, through `npm run watch` and `npm run collect` of the handout and through the grader:
 * they say the same of the file, in the same words, and give the same points.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Course } from '../../grader/course.ts';
import { grade } from '../../grader/grade.ts';
import { lineOfFinding, type RuleFinding } from '../../lib/submission/rules/findings.ts';
import { writeFiles } from '../../scripts/support/folders.ts';
import { finished, openTestCourse } from '../support/grading.ts';
import { Handout, MINUTES } from '../support/handout.ts';
import { Watcher } from '../support/watcher.ts';

const file = 'style_modules/content_loss.ts';
const points = 6;

type Verdict = 'right' | 'warned' | 'lost';
interface Row {
  readonly what: string;
  /** Of the file's text. */
  readonly change?: (text: string) => string;
  /** Files beside it. */
  readonly beside?: Readonly<Record<string, string>>;
  readonly verdict: Verdict;
  /** What is said of the file, in part. */
  readonly says?: string;
  readonly line?: number;
}

const top = (code: string) => (text: string) => `${code}\n${text}`;
const inForward = (code: string) => (text: string) => text.replace(/(forward\([^{]*\{\n)/, `$1    ${code}\n`);
const all =
  (...changes: ((text: string) => string)[]) =>
  (text: string) =>
    changes.reduce((changed, change) => change(changed), text);
const useHelper = (from: string) => all(top(`import { twice } from '${from}';`), inForward('twice(1);'));
const helper = 'export const twice = (x: number): number => 2 * x;\n';

const table: readonly Row[] = [
  { what: 'nothing changed', verdict: 'right' },
  {
    what: 'a file of its own',
    change: useHelper('./helpers.ts'),
    beside: { 'style_modules/helpers.ts': helper },
    verdict: 'right',
  },
  {
    what: 'a file of its own without .ts',
    change: useHelper('../my_tools/twice'),
    beside: { 'my_tools/twice.ts': helper },
    verdict: 'right',
  },
  {
    what: 'a folder of its own',
    change: useHelper('./tools'),
    beside: { 'style_modules/tools/index.ts': helper },
    verdict: 'right',
  },
  {
    what: 'a file of its own behind one',
    change: useHelper('./helpers.ts'),
    beside: { 'style_modules/helpers.ts': "export { twice } from '../more.ts';", 'more.ts': helper },
    verdict: 'right',
  },
  {
    what: 'a file of its own that uses node:fs',
    change: useHelper('./helpers.ts'),
    beside: { 'style_modules/helpers.ts': `import fs from 'node:fs';\n${helper}fs.existsSync('x');` },
    verdict: 'lost',
    says: 'style_modules/helpers.ts imports "node:fs", a module of Node that is not allowed',
    line: 1,
  },
  {
    what: 'a file of its own that uses what only other skeletons import',
    change: useHelper('./helpers.ts'),
    beside: { 'style_modules/helpers.ts': `import { Saliency } from '#lib/captum/index.ts';\n${helper}Saliency;` },
    verdict: 'lost',
    says: 'style_modules/helpers.ts imports "#lib/captum/index.ts", a provided module',
    line: 1,
  },
  {
    what: 'a file of its own that does not parse',
    change: useHelper('./helpers.ts'),
    beside: { 'style_modules/helpers.ts': 'export const twice = (;' },
    verdict: 'lost',
    says: 'style_modules/helpers.ts does not parse',
  },
  {
    what: 'a file of its own that evaluates text',
    change: useHelper('./helpers.ts'),
    beside: { 'style_modules/helpers.ts': `${helper}eval('1');` },
    verdict: 'lost',
    says: 'style_modules/helpers.ts uses eval()',
  },
  {
    what: 'a helper that is nowhere',
    change: useHelper('./nowhere.ts'),
    verdict: 'lost',
    says: 'none of your own',
    line: 1,
  },
  {
    what: 'a provided file, by its path',
    change: useHelper('../harness/check.ts'),
    beside: {},
    verdict: 'lost',
    says: "which is the course's checks",
  },
  {
    what: 'node:fs, unused',
    change: top("import { writeFileSync } from 'node:fs';"),
    verdict: 'warned',
    says: 'remove the line',
    line: 1,
  },
  {
    what: 'node:fs, used',
    change: all(top("import { existsSync } from 'node:fs';"), inForward("existsSync('x');")),
    verdict: 'lost',
    says: 'imports "node:fs"',
    line: 1,
  },
  {
    what: 'node:util',
    change: all(top("import { inspect } from 'node:util';"), inForward('inspect(1);')),
    verdict: 'right',
  },
  {
    what: 'an own function called require',
    change: all(
      top('function require(holds: boolean): void {\n  if (!holds) throw new Error();\n}'),
      inForward('require(true);'),
    ),
    verdict: 'right',
  },
  { what: "Node's require", change: inForward("require('node:fs');"), verdict: 'lost', says: 'require()' },
  { what: 'import()', change: inForward("void import('node:util');"), verdict: 'lost', says: 'import()' },
  { what: 'eval', change: inForward("eval('1');"), verdict: 'lost', says: 'eval()' },
  {
    what: 'process.exit in a branch',
    change: inForward('if (contentWeight < -1e9) process.exit(1);'),
    verdict: 'warned',
    says: 'process.exit',
  },
  {
    what: 'a type',
    change: all(
      top("import type { Model } from '#lib/models/model.ts';"),
      inForward('const m: Model | undefined = undefined;\n    void m;'),
    ),
    verdict: 'right',
  },
  {
    what: 'a type, not said to be one',
    change: all(
      top("import { Model } from '#lib/models/model.ts';"),
      inForward('const m: Model | undefined = undefined;\n    void m;'),
    ),
    verdict: 'right',
  },
  {
    what: 'a name of the library',
    change: all(top("import { Saliency } from '#lib/captum/index.ts';"), inForward('void Saliency;')),
    verdict: 'lost',
    says: 'a provided module',
    line: 1,
  },
  {
    what: 'a name of the library, through a file that may take it',
    change: all(top("import { captumSaliency } from '../saliency_map.ts';"), inForward('void captumSaliency;')),
    verdict: 'lost',
    says: 'through another file',
  },
  {
    what: 'a lost export',
    change: (text) => text.replace('export class', 'class'),
    verdict: 'lost',
    says: 'The export "ContentLoss" is missing',
  },
  {
    what: 'a renamed class',
    change: (text) => text.replace('class ContentLoss', 'class Content'),
    verdict: 'lost',
    says: 'The export "ContentLoss" is missing',
  },
  {
    what: 'a renamed method',
    change: (text) => text.replace('forward(', 'compute('),
    verdict: 'lost',
    says: 'The method ContentLoss.forward is missing',
  },
  { what: 'a syntax error', change: (text) => `${text}}`, verdict: 'lost', says: 'does not parse' },
];

let handout: Handout;
let watcher: Watcher;
/** Files beside the submission's, of the row before. */
let left: string[] = [];
let course: Course;
let right: string;
beforeAll(async () => {
  handout = await Handout.solved();
  right = await readFile(join(handout.folder, file), 'utf8');
  const opened = await openTestCourse();
  course = { ...opened, checks: opened.checks.filter(({ subject }) => subject.module === file) };
  watcher = new Watcher(handout.folder, 'ContentLoss');
  await watcher.run();
}, 2 * MINUTES);
afterAll(async () => {
  await watcher.end('SIGTERM');
  await handout.remove();
});

it.each(table)('$what: $verdict', async ({ change = (text) => text, beside = {}, verdict, says, line }) => {
  const changed = change(right);
  if (says !== undefined) expect(changed).not.toBe(right);
  const files = Object.entries({ [file]: changed, ...beside });
  for (const path of left) await rm(join(handout.folder, path));
  left = Object.keys(beside);
  await writeFiles(handout.folder, new Map(files.map(([path, text]) => [path, Buffer.from(text)])));
  const tested = await watcher.run();
  const collected = await handout.run('collect_submission.ts');
  const grading = finished(await grade(join(handout.folder, 'assignment_3_submission.zip'), course));

  const findings = grading.findings.filter((finding): finding is RuleFinding & typeof finding => finding.file === file);
  const said = findings.map(lineOfFinding);
  expect(linesAbout(tested)).toEqual(said);
  expect(linesAbout(collected.out)).toEqual(said);
  if (says === undefined) expect(said).toEqual([]);
  else expect(said).toEqual([expect.stringContaining(says)]);
  if (line !== undefined) expect(findings[0]).toMatchObject({ line });

  const earned = verdict === 'lost' ? 0 : points;
  expect(grading.score).toBe(earned);
  expect(tested).toMatch(new RegExp(`Total +${earned} / ${points}`));
  expect(collected.code).toBe(verdict === 'lost' ? 1 : 0);
});

/** Each line that a command says of the file, without the sign before it. */
const linesAbout = (out: string): string[] =>
  out.split('\n').flatMap((text) => /^(?:[✗!] )?(style_modules\/content_loss\.ts:\d+: .*)$/.exec(text)?.[1] ?? []);
