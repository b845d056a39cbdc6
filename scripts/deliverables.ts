/** `npm run deliverables`: the sample figures, made by the reference, for students to compare with. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTarget } from '../harness/runner/target.ts';
import { commandLine } from '../lib/command.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { writeFileAtomically } from '../lib/files.ts';
import { EMBEDDED_WEIGHTS } from '../lib/models/index.ts';
import { projectRoot } from '../lib/root.ts';
import { blockDifference, compact } from './deliverables/compact.ts';
import { type Deliverable, deliverables, readme } from './deliverables/plan.ts';

const FOLDER = join(projectRoot, 'sample_figures');
/** Larger files are refused: they are in everyone's clone and in every handout. */
const MAX_BYTES = 400_000;
/** Small differences between engines and palettes stay below this (of 255). */
const MAX_DIFFERENCE = 20;

async function main(): Promise<number> {
  const { check } = commandLine('npm run deliverables --')
    .description('Makes sample_figures/ with the reference, the embedded network and the sample pictures.')
    .option('--check', 'write nothing; exit 1 if a figure would change visibly')
    .parse()
    .opts<{ check?: boolean }>();
  const weights = join(projectRoot, EMBEDDED_WEIGHTS);
  if (!existsSync(weights)) throw new CourseError(`${EMBEDDED_WEIGHTS} is missing. Run \`npm run train\` first.`);

  const made = new Map<string, Uint8Array>();
  for (const deliverable of deliverables) {
    for (const [name, png] of await makeFigures(deliverable, weights)) made.set(name, await compact(png));
  }
  const problems = check ? await differences(made) : await write(made);
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
}

/** File name → PNG as the script saves it. */
async function makeFigures(
  { script, args = [], suffix = '', figures }: Deliverable,
  weights: string,
): Promise<Map<string, Uint8Array>> {
  const reference = await openTarget('reference');
  const { main: runScript } = await reference.load(`${script}.ts`);
  const folder = await mkdtemp(join(tmpdir(), 'a3-figures-'));
  try {
    const inProject = args.map((arg) => (arg.startsWith('assets/') ? join(projectRoot, arg) : arg));
    await runScript([...inProject, '--weights', weights, '--engine', 'wasm', '--out', folder]);
    const read = Object.keys(figures).map(
      async (name) => [`${name}${suffix}.png`, await readFile(join(folder, `${name}.png`))] as const,
    );
    return new Map(await Promise.all(read));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function write(made: ReadonlyMap<string, Uint8Array>): Promise<string[]> {
  const large = [...made].filter(([, bytes]) => bytes.length > MAX_BYTES);
  if (large.length > 0)
    return large.map(
      ([name, { length }]) => `${name} has ${length} bytes; at most ${MAX_BYTES} are allowed. Nothing was written.`,
    );
  for (const [name, bytes] of made) {
    await writeFileAtomically(join(FOLDER, name), bytes);
    console.log(`sample_figures/${name}: ${Math.ceil(bytes.length / 1000)} kB`);
  }
  await writeFileAtomically(join(FOLDER, 'README.md'), readme(EMBEDDED_WEIGHTS));
  return [];
}

async function differences(made: ReadonlyMap<string, Uint8Array>): Promise<string[]> {
  const problems: string[] = [];
  const read = (name: string) => readFile(join(FOLDER, name)).catch(() => undefined);
  for (const [name, bytes] of made) {
    const stored = await read(name);
    const difference = stored ? await blockDifference(stored, bytes) : Number.POSITIVE_INFINITY;
    if (!(difference <= MAX_DIFFERENCE))
      problems.push(`sample_figures/${name} ${stored ? 'shows something else' : 'is missing'}.`);
  }
  if (String(await read('README.md')) !== readme(EMBEDDED_WEIGHTS))
    problems.push('sample_figures/README.md would change.');
  if (problems.length > 0) problems.push('Run `npm run deliverables`, and commit what it writes.');
  return problems;
}

await runMain(main);
