/** Every file of the autograder zip: path in it → bytes. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assignment } from '../../assignment/assignment.ts';
import { withPoints } from '../../grader/cohort/course_file.ts';
import { defaultPolicy } from '../../grader/cohort/policy.ts';
import { RULES_FILE, type Rules } from '../../grader/gradescope/grade_unpacked.ts';
import { formatResults, toResults } from '../../grader/report/results_json.ts';
import type { LevelName } from '../../grader/sandbox/levels/level.ts';
import { SECRET_FILE } from '../../grader/secret.ts';
import { sumPoints } from '../../harness/points.ts';
import { CourseError } from '../../lib/errors.ts';
import { filesBelow } from '../../lib/files.ts';
import { DOWNLOADED_WEIGHTS, loadModelWeights } from '../../lib/models/index.ts';

/** Whole folders, because a receipt contains a hash of all the harness's sources, which must be the same here and there. */
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
/** Gradescope expects these in the root of the zip, executable. */
export const ROOT_SCRIPTS = ['setup.sh', 'run_autograder'];

export interface AutograderOptions {
  readonly projectRoot: string;
  /** Determines the inputs: with the same secret the same work gets the same points here and on Gradescope. */
  readonly secret: string;
  /** Like `--weights` of `npm run grade`. */
  readonly weights?: string | undefined;
  /** The isolation level there; by default `user`. */
  readonly sandbox?: LevelName | undefined;
  readonly rules?: Rules | undefined;
}

/** @throws CourseError if fixtures are missing or the weights cannot be used */
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
  const rules = options.rules ?? { policy: defaultPolicy, points: {} };
  files.set(RULES_FILE, Buffer.from(`${JSON.stringify(rules, null, 2)}\n`));
  files.set('gradescope/failed.json', Buffer.from(failedResult(rules)));
  files.set('gradescope/sandbox', Buffer.from(`${options.sandbox ?? 'user'}\n`));
  files.set(SECRET_FILE, Buffer.from(`${secret}\n`));
  return files;
}

/** The result that run_autograder uses if the grader wrote none: no points, and a note that it is not the student's fault. */
function failedResult({ points }: Rules): string {
  const maxScore = sumPoints(withPoints(assignment.checks, points).map((check) => check.points));
  const name = 'submission';
  return formatResults(
    toResults({ name, status: 'failed', findings: [], checks: [], score: 0, maxScore, durationMs: 0 }),
  );
}

/** The network that the course grades with, at the path where a grader without options looks first. */
async function weightsFile({ projectRoot, weights }: AutograderOptions): Promise<[string, Uint8Array][]> {
  const chosen = weights ?? process.env.A3_WEIGHTS;
  const path = chosen ?? join(projectRoot, DOWNLOADED_WEIGHTS);
  if (!chosen && !existsSync(path)) return [];
  await loadModelWeights({ weights: path }); // report problems with it here, not on Gradescope
  return [[DOWNLOADED_WEIGHTS, await readFile(path)]];
}
