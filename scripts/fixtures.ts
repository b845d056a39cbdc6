/** `npm run fixtures [-- --check]`: regenerates the fixtures from the reference and shows what changed. */
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fixturePath, type Manifest, readManifest } from '../harness/fixtures.ts';
import { chalk } from '../lib/color.ts';
import { commandLine } from '../lib/command.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { writeFileAtomically } from '../lib/files.ts';
import { projectRoot } from '../lib/root.ts';
import { type Change, diff, strayFiles } from './fixtures/diff.ts';
import { firstSeed, type Generated, generate, generateHints } from './fixtures/generate.ts';
import type { Hints } from './fixtures/hints.ts';
import { refusals, renderMargins, renderTolerances } from './fixtures/margins.ts';
import { onProgress, stopProgress } from './fixtures/progress.ts';
import { generateSteadily } from './fixtures/steady.ts';
import { readTexts } from './fixtures/texts.ts';

const FOLDER = join(projectRoot, 'fixtures');

async function main(): Promise<number> {
  const program = commandLine('npm run fixtures --')
    .description("Regenerates the stored inputs and the reference's answers, and shows what changed.")
    .option('--check', 'write nothing; exit 1 if anything would change')
    .option('--texts <name>', 'write nothing; print what students with the misconceptions of this name see')
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
  const made = old && check ? await generateAgain(old) : await generateSteadily(old, onProgress, console.log);
  const hints = await generateHints(made, onProgress);
  const changes = await diff(FOLDER, old, made, hints);
  const strays = await strayFiles(FOLDER, made.manifest, hints);
  printChanges(changes, strays);
  const reasons = refusals(made.manifest, hints);
  if (reasons.length > 0) throw new CourseError(`${reasons.join('\n')}\nNothing was written.`);
  if (check) {
    if (changes.length + strays.length === 0) return 0;
    console.error('The fixtures are out of date. Run `npm run fixtures`, and commit what it writes.');
    return 1;
  }
  console.log(`${renderTolerances(made.manifest)}\n\n${renderMargins(hints.margins)}\n`);
  await write(made, hints, strays);
  console.log(
    `${made.files.size} fixtures and ${hints.files.size} hint files are in ${relative(process.cwd(), FOLDER) || FOLDER}.`,
  );
  return 0;
}

/** Draws from the seeds that were found steady when the fixtures were made. */
const generateAgain = ({ checks }: Manifest): Promise<Generated> =>
  generate((id) => checks[id] ?? { seed: firstSeed(id), spread: {} }, onProgress);

function printChanges(changes: readonly Change[], strays: readonly string[]): void {
  for (const { checkId, what } of changes) console.log(`${chalk.yellow('~')} ${checkId}: ${what}`);
  for (const path of strays) console.log(`${chalk.red('-')} ${relative(projectRoot, path)} belongs to no check`);
  if (changes.length + strays.length === 0) console.log('Nothing changed.');
}

async function write({ manifest, files }: Generated, hints: Hints, strays: readonly string[]): Promise<void> {
  for (const [id, { inputs, expected }] of files) {
    await writeFileAtomically(fixturePath(FOLDER, 'inputs', id), inputs);
    await writeFileAtomically(fixturePath(FOLDER, 'expected', id), expected);
  }
  for (const [path, text] of hints.files) await writeFileAtomically(join(FOLDER, path), text);
  await writeFileAtomically(join(FOLDER, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const path of strays) await rm(path);
}

await runMain(() => main().finally(stopProgress));
