/** `npm run check`, and `npm test` in the handout: all checks, or some, on one target. */
import { join } from 'node:path';
import { Option } from 'commander';
import { commandLine } from '#lib/command.ts';
import { type EngineChoice, initEngine } from '#lib/engine/index.ts';
import { engineOption } from '#lib/engine/option.ts';
import { CourseError } from '#lib/errors.ts';
import { loadFixtureModel, loadModel, type Model } from '#lib/models/index.ts';
import { startProgress } from '#lib/progress.ts';
import { Random } from '#lib/random.ts';
import { projectRoot } from '#lib/root.ts';
import type { StudentAssignment } from '../assignment.ts';
import type { Check } from '../check.ts';
import { hasFixture, loadFixture, readManifest } from '../fixtures.ts';
import { loadMisconceptions, type RecordedMisconception } from '../hints.ts';
import { runCheck } from '../run.ts';
import { findAdvice } from './advice.ts';
import { findHints } from './hints.ts';
import { renderResults } from './render.ts';
import { type Expectation, runChecks, selectChecks } from './session.ts';
import { openTarget } from './target.ts';
import { watchFiles } from './watch.ts';

export interface CheckCommand {
  /** The name it goes by in `--help`. */
  readonly name: string;
  readonly assignment: StudentAssignment;
  readonly defaultTarget: string;
  /** Whether the reference is at hand, so that other weights than the fixtures' can be checked. */
  readonly hasReference: boolean;
}

interface Options {
  target: string;
  weights?: string;
  engine?: EngineChoice;
  watch?: boolean;
  file?: readonly string[];
}

/** @returns the exit code: 0 if every check passed, else 1 */
export async function checkCommand({
  name,
  assignment: { checks, adviceOn },
  defaultTarget,
  hasReference,
}: CheckCommand): Promise<number> {
  const program = commandLine(name)
    .description('Runs the checks and prints, for each function, its maximum relative error and its points.')
    .argument('[name]', 'only functions or checks whose name contains this, e.g. gram')
    .option('--target <target>', 'reference, skeleton, or a folder with the files', defaultTarget)
    .addOption(engineOption())
    .option('--watch', 'run the functions of a file again whenever it is saved; Ctrl-C ends')
    .addOption(new Option('--file <file...>', 'only the functions of these files').hideHelp());
  if (hasReference) program.option('--weights <file>', 'another network: expected values then come from the reference');
  program.parse();
  const { target: targetName, weights, engine, watch, file } = program.opts<Options>();

  const named = selectChecks(checks.filter(hasFixture), program.args[0]);
  if (named.length === 0) {
    const names = [...new Set(checks.map(({ subject }) => subject.name))].join(', ');
    throw new CourseError(`No function or check has "${program.args[0]}" in its name. The functions are: ${names}.`);
  }
  const target = await openTarget(targetName);
  const modules = new Set(named.map(({ subject }) => subject.module));
  if (watch) {
    const args = process.argv.slice(2).filter((arg) => arg !== '--watch');
    await watchFiles({ folder: target.folder, files: [...modules], args });
    return 0;
  }
  const chosen = file ? named.filter(({ subject }) => file.includes(subject.module)) : named;
  await initEngine(engine ? { engine } : {});
  const { model, expectation, misconceptionsOf } = weights ? await liveExpectation(weights) : await storedExpectation();

  const progress = startProgress('Checking', chosen.length, { transient: true });
  const results = await runChecks(chosen, { target, model, expectation }, ({ subject }) =>
    progress.step(subject.title),
  ).finally(progress.stop);
  const hints = await findHints(results, misconceptionsOf);
  const advice = await findAdvice(results, target, adviceOn);
  console.log(renderResults(results, { hints, advice }));
  return results.every(({ verdict }) => verdict.passed) ? 0 : 1;
}

interface Known {
  readonly model: Model;
  readonly expectation: Expectation;
  readonly misconceptionsOf: (check: Check) => Promise<readonly RecordedMisconception[]>;
}

async function storedExpectation(): Promise<Known> {
  const folder = join(projectRoot, 'fixtures');
  const manifest = await readManifest(folder);
  const { model, sha256 } = await loadFixtureModel();
  if (sha256 !== manifest.model.sha256) {
    throw new CourseError(
      'The fixtures were made with another network than assets/model holds. Run `npm run fixtures`.',
    );
  }
  const expectation: Expectation = (check) => loadFixture(folder, manifest, check);
  return { model, expectation, misconceptionsOf: (check) => loadMisconceptions(folder, check) };
}

async function liveExpectation(weights: string): Promise<Known> {
  const { model, description } = await loadModel({ weights });
  console.error(`Network: ${description}. Expected values come from the reference.`);
  const reference = await openTarget('reference');
  const expectation: Expectation = async (check) => {
    const inputs = check.inputs(new Random(`check:${check.id}`), { numClasses: model.numClasses });
    const outcome = await runCheck(check, await reference.load(check.subject.module), inputs, { model });
    if (outcome.kind !== 'answered') throw new Error(`The reference fails ${check.id}: ${outcome.message}`);
    return { inputs, expected: outcome.answers };
  };
  // What misconceptions answer is only known for the network of the fixtures.
  return { model, expectation, misconceptionsOf: async () => [] };
}
