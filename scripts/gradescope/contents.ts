/** Every file of the autograder zip: path in it → bytes. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assignment } from '../../assignment/assignment.ts';
import { defaultPolicy, type Policy } from '../../grader/cohort/policy.ts';
import { POLICY_FILE } from '../../grader/gradescope/grade_unpacked.ts';
import { formatResults, toResults } from '../../grader/report/results_json.ts';
import type { LevelName } from '../../grader/sandbox/levels/level.ts';
import { SECRET_FILE } from '../../grader/secret.ts';
import { sumPoints } from '../../harness/points.ts';
import { CourseError } from '../../lib/errors.ts';
import { filesBelow } from '../../lib/files.ts';
import { DOWNLOADED_WEIGHTS, loadModelWeights } from '../../lib/models/index.ts';

/** Whole folders, because a receipt names the harness by the hash of all its sources: it must be the same here and there. */
const FOLDERS = [
  'gradescope',
  'grader',
  'lib',
  'reference',
  'skeleton',
  'assignment',
  'harness',
  'fixtures/inputs',
  'fixtures/expected',
  'assets/model',
];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'fixtures/manifest.json'];
/** Gradescope wants these in the root of the zip; they are executable. */
export const ROOT_SCRIPTS = ['setup.sh', 'run_autograder'];

export interface AutograderOptions {
  readonly projectRoot: string;
  /** It draws the inputs: with the same one the same work has the same points here and on Gradescope. */
  readonly secret: string;
  /** As `--weights` of `npm run grade`. */
  readonly weights?: string | undefined;
  /** The level that holds submissions there; by default `user`. */
  readonly sandbox?: LevelName | undefined;
  readonly policy?: Policy | undefined;
}

/** @throws CourseError when fixtures are missing or the weights cannot be used */
export async function autograderFiles(options: AutograderOptions): Promise<Map<string, Uint8Array>> {
  const { projectRoot, secret } = options;
  const files = new Map<string, Uint8Array>();
  const add = async (path: string, to = path) => void files.set(to, await readFile(join(projectRoot, path)));
  if (!existsSync(join(projectRoot, 'fixtures/manifest.json')))
    throw new CourseError('There are no fixtures. Run `npm run fixtures` first.');
  for (const path of FILES) await add(path);
  for (const folder of FOLDERS) {
    for (const path of await filesBelow(projectRoot, folder)) await add(path);
  }
  for (const name of ROOT_SCRIPTS) {
    files.delete(`gradescope/${name}`);
    await add(`gradescope/${name}`, name);
  }
  for (const [path, bytes] of await weightsFile(options)) files.set(path, bytes);
  files.set(POLICY_FILE, Buffer.from(`${JSON.stringify(options.policy ?? defaultPolicy, null, 2)}\n`));
  files.set('gradescope/failed.json', Buffer.from(failedResult()));
  files.set('gradescope/sandbox', Buffer.from(`${options.sandbox ?? 'user'}\n`));
  files.set(SECRET_FILE, Buffer.from(`${secret}\n`));
  return files;
}

/** What run_autograder leaves if the grader could not write anything: no points, and that it is not the student's fault. */
function failedResult(): string {
  const maxScore = sumPoints(assignment.checks.map(({ points }) => points));
  const name = 'submission';
  return formatResults(
    toResults({ name, status: 'failed', findings: [], checks: [], score: 0, maxScore, durationMs: 0 }),
  );
}

/** The network that the course grades with here, where a grader that is told nothing looks for it first. */
async function weightsFile({ projectRoot, weights }: AutograderOptions): Promise<[string, Uint8Array][]> {
  const chosen = weights ?? process.env.A3_WEIGHTS;
  const path = chosen ?? join(projectRoot, DOWNLOADED_WEIGHTS);
  if (!chosen && !existsSync(path)) return [];
  await loadModelWeights({ weights: path }); // what is wrong with it is said here, not on Gradescope
  return [[DOWNLOADED_WEIGHTS, await readFile(path)]];
}
