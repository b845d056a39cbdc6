/** `npm run trial`: a cohort graded twice with `npm run grade`, once undisturbed, once killed halfway and resumed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isDeepStrictEqual } from 'node:util';
import { STAFF_FOLDER } from '../../grader/report/index.ts';
import { type Results, resultsSchema } from '../../grader/report/results_schema.ts';
import { commandLine, positiveInteger } from '../../lib/command.ts';
import { runMain } from '../../lib/errors.ts';
import { projectRoot } from '../../lib/root.ts';
import { deterministicZip } from '../../lib/submission/archive.ts';
import { buildGolden, type GoldenKind, goldens } from '../golden/golden.ts';

const KINDS: readonly GoldenKind[] = ['pass', 'fail', 'error', 'attack'];
/** Characters. */
const MAX_COMPLAINTS = 2000;
const GRADED = /^(\S+)\.zip: /;

async function main(): Promise<number> {
  const { submissions: count, kills, jobs, out } = readOptions();
  const [cohortFolder, undisturbed, killed] = [join(out, 'zips'), join(out, 'undisturbed'), join(out, 'killed')];
  // Removes only what an earlier trial made: the folder may contain other things.
  for (const folder of [cohortFolder, undisturbed, killed]) await rm(folder, { recursive: true, force: true });
  const zips = await makeCohort(cohortFolder, count);
  const command = (folder: string) => [...zips, '--out', folder, '--jobs', String(jobs)];

  const startMs = performance.now();
  await grade(command(undisturbed));
  console.log(`Undisturbed: ${count} submissions in ${Math.round((performance.now() - startMs) / 1000)} s.`);

  const said: string[] = [];
  let changed = 0;
  for (let kill = 1; kill <= kills + 1; kill++) {
    const before = await resultTimes(killed);
    const share = Math.round((kill * count) / (kills + 1));
    said.push(...(await grade(command(killed), kill <= kills ? share - before.size : undefined)));
    const after = await resultTimes(killed);
    changed += [...before].filter(([name, time]) => after.get(name) !== time).length;
    console.log(`${kill <= kills ? 'Killed' : 'Finished'} with ${after.size} of ${count} results.`);
  }
  const lost = count - (await resultTimes(killed)).size;
  const twice = said.length - new Set(said).size + changed;
  const other = await differences(undisturbed, killed);
  console.log(
    `Lost: ${lost}. Graded twice: ${twice}. Results that differ from the undisturbed grading: ${list(other.results)}.`,
  );
  console.log(`Same results, but decided in another stage, as it may be on a busy machine: ${list(other.stages)}.`);
  console.log(`Same results, but different wording from the submission itself: ${list(other.words)}.`);
  return lost + twice + other.results.length > 0 ? 1 : 0;
}

interface Options {
  submissions: number;
  kills: number;
  jobs: number;
  out: string;
}

function readOptions(): Options {
  return commandLine('npm run trial --')
    .description(
      'Grades a cohort of the reference, misconceptions, broken work and attacks twice: once undisturbed, once killed with SIGKILL ' +
        'halfway and resumed. Exit code 1 if anything is lost, graded twice, or differs from the undisturbed grading. ' +
        'Over half an hour for 200 on two cores: some attacks run until a limit stops them.',
    )
    .option('--submissions <number>', 'how many in the cohort', positiveInteger, 200)
    .option('--kills <number>', 'how often the second grading is killed', positiveInteger, 3)
    .option('--jobs <number>', 'how many submissions at a time', positiveInteger, 2)
    .option('--out <folder>', 'for the cohort and both gradings', join(projectRoot, 'out/trial'))
    .parse()
    .opts<Options>();
}

const list = (names: readonly string[]): string => [names.length, ...names].join(' ');

/** Each golden submission once, then repeats those that do not deliberately run into a limit. */
async function makeCohort(folder: string, count: number): Promise<string[]> {
  const all = (
    await Promise.all(KINDS.map(async (kind) => (await goldens(kind)).map((golden) => ({ kind, golden }))))
  ).flat();
  const quick = all.filter(({ kind }) => kind !== 'attack');
  // Shuffled, so that even a cohort smaller than the corpus has some of each kind.
  const mixed = [...all.keys()].map((i) => all[(i * 37) % all.length]!);
  if (new Set(mixed).size < all.length)
    throw new Error('The step of the mixture divides the number of golden submissions.');
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (let i = 0; i < count; i++) {
    const { kind, golden } = mixed[i] ?? quick[i % quick.length]!;
    const files = [...(await buildGolden(golden))].map(
      ([path, bytes]) => [path, Buffer.concat([bytes, Buffer.from(`\n// student ${i}\n`)])] as const,
    );
    const path = join(folder, `${String(i).padStart(3, '0')}_${kind}_${golden.id}.zip`);
    await writeFile(path, await deterministicZip(new Map(files)));
    paths.push(path);
  }
  return paths;
}

/** @param killAfter kill the command after this many gradings @returns the names that it reported as graded */
async function grade(args: readonly string[], killAfter = Number.POSITIVE_INFINITY): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, 'scripts/grade.ts'), ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const graded: string[] = [];
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints = (complaints + chunk).slice(-MAX_COMPLAINTS);
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const name = GRADED.exec(line)?.[1];
    if (name) graded.push(name);
    if (graded.length >= killAfter) child.kill('SIGKILL');
  }
  const [code, signal] = await closed;
  if (signal !== 'SIGKILL' && code === 2)
    throw new Error(`npm run grade could not grade. Its last words:\n${complaints}`);
  return graded;
}

/** Name → time of its results. */
async function resultTimes(out: string): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (const entry of await readdir(out, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name === STAFF_FOLDER) continue;
    times.set(entry.name, (await stat(join(out, entry.name, 'results.json'))).mtimeMs);
  }
  return times;
}

interface Differences {
  /** Differences in points, check outcomes or receipts. */
  readonly results: readonly string[];
  /** Differences only in the stage that decided: on a busy machine a slow check may use up stage 1's short time. */
  readonly stages: readonly string[];
  /** Differences only in texts: a submission's own message may contain the time of day. */
  readonly words: readonly string[];
}

async function differences(a: string, b: string): Promise<Differences> {
  const found = { results: [] as string[], stages: [] as string[], words: [] as string[] };
  for (const name of [...(await resultTimes(a)).keys()].sort()) {
    const [one, other] = [await results(a, name), await results(b, name)];
    if (isDeepStrictEqual(one, other)) continue;
    const [plain, otherPlain] = [withoutTexts(one), withoutTexts(other)];
    if (isDeepStrictEqual(plain, otherPlain)) found.words.push(name);
    else if (isDeepStrictEqual(withoutStages(plain), withoutStages(otherPlain))) found.stages.push(name);
    else found.results.push(name);
  }
  return found;
}

/** Results without the only time in them. */
async function results(out: string, name: string): Promise<Results> {
  const text = await readFile(join(out, name, 'results.json'), 'utf8');
  return { ...resultsSchema.parse(JSON.parse(text)), execution_time: 0 };
}

function withoutTexts({ tests = [], ...rest }: Results): Results {
  return { ...rest, output: '', tests: tests.map((test) => ({ ...test, output: '' })) };
}

const withoutStages = (results: Results): unknown =>
  JSON.parse(JSON.stringify(results, (key, value) => (key === 'stages' ? undefined : value)));

await runMain(main);
