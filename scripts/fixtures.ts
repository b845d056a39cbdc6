/** `npm run fixtures [-- --check]`: regenerates the fixtures from the reference and shows what changed. */
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import chalk from 'chalk';
import { Command } from 'commander';
import { writeFileAtomically } from '../lib/files.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { fixturePath, type Manifest, readManifest } from '../tests/checks/fixtures.ts';
import { ROOT } from '../tests/runner/target.ts';
import { type Change, diff, strayFiles } from './fixtures/diff.ts';
import { type Generated, generate, measureSpread, type OnProgress } from './fixtures/generate.ts';

const FOLDER = join(ROOT, 'fixtures');
/** A tolerance must leave at least this factor above what honest engines differ by. */
const MIN_MARGIN = 10;

async function main(): Promise<number> {
  const program = new Command('npm run fixtures --')
    .description("Regenerates the stored inputs and the reference's answers, and shows what changed.")
    .option('--check', 'write nothing; exit 1 if anything would change')
    .parse();
  const { check } = program.opts<{ check?: boolean }>();
  const old = await readManifest(FOLDER).catch((error: unknown) => {
    if (check || !(error instanceof CourseError)) throw error;
    return undefined;
  });
  const made = await generate((id) => old?.checks[id]?.spread ?? {}, progress('reference'));
  const changes = await diff(FOLDER, old, made);
  const strays = await strayFiles(FOLDER, made.manifest);
  printChanges(changes, strays);
  if (check) {
    if (changes.length + strays.length === 0) return 0;
    console.error(
      'The fixtures are not those that the reference makes. Run `npm run fixtures`, and commit what it writes.',
    );
    return 1;
  }
  await addSpread(made);
  printTolerances(made.manifest);
  await write(made, strays);
  console.log(`${made.files.size} fixtures are in ${relative(process.cwd(), FOLDER) || FOLDER}.`);
  return 0;
}

async function addSpread({ manifest, fixtures }: Generated): Promise<void> {
  for (const engine of ['cpu', 'tensorflow'] as const) {
    let spread: Map<string, number>;
    try {
      spread = await measureSpread(engine, fixtures, progress(engine));
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

/** @throws CourseError where a tolerance leaves no margin over what engines differ by */
function printTolerances({ checks }: Manifest): void {
  const width = Math.max(...Object.keys(checks).map((id) => id.length));
  const engines = [...new Set(Object.values(checks).flatMap(({ spread }) => Object.keys(spread)))];
  console.log(
    chalk.bold(
      `${'Check'.padEnd(width)}  tolerance  ${engines.map((e) => `spread ${e}`.padStart(18)).join('')}  margin`,
    ),
  );
  const tight: string[] = [];
  for (const [id, { tolerance, spread }] of Object.entries(checks)) {
    const worst = Math.max(...Object.values(spread), 0);
    const margin = worst === 0 ? 'exact' : `×${(tolerance / worst).toPrecision(2)}`;
    if (worst * MIN_MARGIN > tolerance) tight.push(id);
    const spreads = engines.map((e) => (spread[e]?.toExponential(1) ?? '').padStart(18)).join('');
    console.log(`${id.padEnd(width)}  ${tolerance.toExponential(0).padStart(9)}  ${spreads}  ${margin}`);
  }
  if (tight.length > 0) {
    throw new CourseError(
      `Engines differ by more than a ${MIN_MARGIN}th of the tolerance in ${tight.join(', ')}: widen it, or choose steadier inputs. Nothing was written.`,
    );
  }
}

async function write({ manifest, files }: Generated, strays: readonly string[]): Promise<void> {
  for (const [id, { inputs, expected }] of files) {
    await writeFileAtomically(fixturePath(FOLDER, 'inputs', id), inputs);
    await writeFileAtomically(fixturePath(FOLDER, 'expected', id), expected);
  }
  await writeFileAtomically(join(FOLDER, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const path of strays) await rm(path);
}

function progress(what: string): OnProgress {
  if (!process.stderr.isTTY) return () => {};
  return (done, total, name) => {
    process.stderr.write(`\r\x1b[K${done === total ? '' : `${what}: ${done}/${total} ${name}`}`);
  };
}

await runMain(main);
