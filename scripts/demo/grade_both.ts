/** The reference and a half-finished submission, zipped as students would and graded as the course would. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { assignment } from '../../assignment/assignment.ts';
import { openCourse } from '../../grader/course.ts';
import { containerMemoryBytes } from '../../grader/gradescope/resources.ts';
import { keepParsersReady } from '../../grader/parser/pool.ts';
import { withPool } from '../../grader/pool/index.ts';
import { bubblewrap } from '../../grader/sandbox/levels/bubblewrap.ts';
import { chalk } from '../../lib/color.ts';
import { projectRoot } from '../../lib/root.ts';
import { collect } from '../../lib/submission/collect.ts';
import { buildGolden, type Golden, readGolden } from '../golden/golden.ts';
import { exitCode, gradeAll } from '../grade/grade_all.ts';

const out = join(projectRoot, 'out');
const shown = (path: string): string => relative('', path) || '.';

/** Two gradings at a time peak at about 900 MiB: in a small container they run one after the other. */
const jobs = containerMemoryBytes() < 2 ** 30 ? 1 : 2;

/** @returns the exit code */
export async function gradeBoth(): Promise<number> {
  // Both submissions are ours, so they may run without isolation.
  if (bubblewrap.unavailableReason()) process.env.A3_SANDBOX ??= 'permission';
  const opening = openCourse({ assignment });
  opening.catch(() => {}); // awaited below, after the zips are made
  keepParsersReady(jobs);
  const zips = [
    await zip(await readGolden('pass', 'reference'), 'reference'),
    await zip(await readGolden('fail', 'half_finished'), 'half_finished'),
  ];
  step('Getting the grader ready: engine, network, sandbox (longer the first time)');
  const course = await opening;
  console.log(`Network: ${course.receipt.modelDescription}.\n`);
  step('Grading both: the checks run in sandboxes, on fresh inputs');
  const { course: pooled, pool } = withPool(course, jobs);
  const gradings = await gradeAll(zips, pooled, { out, jobs }).finally(() => pool.close());
  const [level] = gradings.flatMap(({ containment }) => containment ?? []);
  if (level)
    console.log(
      `Contained by: ${level.level}${level.missing.length > 0 ? `; not contained: ${level.missing.join('; ')}` : ''}.`,
    );
  console.log(`Open the reports in a browser: ${zips.map((path) => reportOf(path)).join(' and ')}.`);
  return exitCode(gradings);
}

/** Writes a submission's files and makes the same zip as `npm run collect`. */
async function zip(golden: Golden, name: string): Promise<string> {
  const folder = join(out, 'demo', name);
  await rm(folder, { recursive: true, force: true });
  for (const [path, bytes] of await buildGolden(golden)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  step(`Zipping ${shown(folder)}/ as \`npm run collect\` does`);
  const output = join(out, 'demo', `${name}.zip`);
  await collect({
    format: assignment.submission,
    from: folder,
    originals: join(projectRoot, 'skeleton'),
    output: shown(output),
    say: (line) => console.log(chalk.dim(`  ${line}`)),
  });
  console.log();
  return output;
}

const reportOf = (zipPath: string): string =>
  shown(join(out, zipPath.slice(zipPath.lastIndexOf('/') + 1, -'.zip'.length), 'report.html'));
const step = (text: string): void => console.log(chalk.bold(`${text} ...`));
