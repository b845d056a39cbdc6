/** `npm run fixtures [-- --check]`: regenerates the fixtures from the reference and shows what changed. */
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import chalk from 'chalk';
import { Command } from 'commander';
import { CourseError, runMain } from '../lib/errors.ts';
import { writeFileAtomically } from '../lib/files.ts';
import { fixturePath, readManifest } from '../tests/checks/fixtures.ts';
import { ROOT } from '../tests/runner/target.ts';
import { type Change, diff, strayFiles } from './fixtures/diff.ts';
import { type Generated, generate, measureSpread } from './fixtures/generate.ts';
import { refusals, renderMargins, renderTolerances } from './fixtures/margins.ts';
import { onProgress } from './fixtures/progress.ts';
import { readTexts } from './fixtures/texts.ts';

const FOLDER = join(ROOT, 'fixtures');

async function main(): Promise<number> {
  const program = new Command('npm run fixtures --')
    .description("Regenerates the stored inputs and the reference's answers, and shows what changed.")
    .option('--check', 'write nothing; exit 1 if anything would change')
    .option('--texts <name>', 'write nothing; print what students with the misconceptions of this name read')
    .parse();
  const { check, texts } = program.opts<{ check?: boolean; texts?: string }>();
  if (texts !== undefined) {
    for await (const text of readTexts(FOLDER, texts)) console.log(text);
    return 0;
  }
  const old = await readManifest(FOLDER).catch((error: unknown) => {
    if (check || !(error instanceof CourseError)) throw error;
    return undefined;
  });
  const made = await generate((id) => old?.checks[id]?.spread ?? {}, onProgress);
  refuse(refusals(made));
  const changes = await diff(FOLDER, old, made);
  const strays = await strayFiles(FOLDER, made);
  printChanges(changes, strays);
  if (check) {
    if (changes.length + strays.length === 0) return 0;
    console.error(
      'The fixtures are not those that the reference makes. Run `npm run fixtures`, and commit what it writes.',
    );
    return 1;
  }
  await addSpread(made);
  console.log(`${renderTolerances(made.manifest)}\n\n${renderMargins(made.hints.margins)}\n`);
  refuse(refusals(made));
  await write(made, strays);
  console.log(
    `${made.files.size} fixtures and ${made.hints.files.size} files of hints are in ${relative(process.cwd(), FOLDER) || FOLDER}.`,
  );
  return 0;
}

async function addSpread({ manifest, fixtures }: Generated): Promise<void> {
  for (const engine of ['cpu', 'tensorflow'] as const) {
    let spread: Map<string, number>;
    try {
      spread = await measureSpread(engine, fixtures, onProgress);
    } catch (error) {
      if (engine === 'cpu') throw error;
      console.log(`The engine ${engine} is not here; its spread stays as it was measured last.`);
      continue;
    }
    for (const [id, value] of spread) manifest.checks[id]!.spread[engine] = Number(value.toPrecision(3));
  }
}

function printChanges(changes: readonly Change[], strays: readonly string[]): void {
  for (const { checkId, what } of changes) console.log(`${chalk.yellow('~')} ${checkId}: ${what}`);
  for (const path of strays) console.log(`${chalk.red('-')} ${relative(ROOT, path)} belongs to no check`);
  if (changes.length + strays.length === 0) console.log('Nothing changed.');
}

/** @throws CourseError where there is anything to refuse */
function refuse(reasons: readonly string[]): void {
  if (reasons.length > 0) throw new CourseError(`${reasons.join('\n')}\nNothing was written.`);
}

async function write({ manifest, files, hints }: Generated, strays: readonly string[]): Promise<void> {
  for (const [id, { inputs, expected }] of files) {
    await writeFileAtomically(fixturePath(FOLDER, 'inputs', id), inputs);
    await writeFileAtomically(fixturePath(FOLDER, 'expected', id), expected);
  }
  for (const [path, text] of hints.files) await writeFileAtomically(join(FOLDER, path), text);
  await writeFileAtomically(join(FOLDER, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const path of strays) await rm(path);
}

await runMain(main);
