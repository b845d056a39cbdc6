/**
 * `npm run misconceptions [-- --function NAME]`: does the suite catch every known mistake, and accept every correct solution?
 */

import { assignment } from '../assignment/assignment.ts';
import { selectChecks } from '../harness/runner/session.ts';
import { openTarget } from '../harness/runner/target.ts';
import { commandLine } from '../lib/command.ts';
import { type EngineChoice, initEngine } from '../lib/engine/index.ts';
import { engineOption } from '../lib/engine/option.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { loadFixtureModel, loadModel } from '../lib/models/index.ts';
import { startProgress } from '../lib/progress.ts';
import { heldOut } from './misconceptions/held_out/index.ts';
import { renderDetails, renderProblems, renderTable } from './misconceptions/render.ts';
import { type FunctionScore, type Scoring, scoreFunction, subjects, variantCount } from './misconceptions/score.ts';

interface Options {
  function?: string;
  quick?: boolean;
  heldOut?: boolean;
  seed: string;
  weights?: string;
  engine?: EngineChoice;
}

async function main(): Promise<number> {
  const program = commandLine('npm run misconceptions --')
    .description(
      'Runs every known mistake (assignment/misconceptions) and every accepted variant (assignment/accepted) through the graded ' +
        'checks. Exit code 1 if a mistake loses no points, or points of another function, or an accepted variant is refused.',
    )
    .option('--function <name>', 'only functions whose name, or whose checks, contain this; each variant is explained')
    .option(
      '--held-out',
      'instead of the known mistakes those that no hint foresees, to measure what their authors are told',
    )
    .option('--quick', 'skip what is told, and checks on the large network if the small one has some')
    .option('--seed <text>', 'seed of the inputs', '0')
    .option('--weights <file>', "the network (default: the fixtures' own)")
    .addOption(engineOption())
    .parse();
  const { function: name, quick = false, heldOut: isHeldOut, seed, weights, engine } = program.opts<Options>();

  const named = selectChecks(assignment.checks, name);
  const chosen = subjects.filter((subject) => named.some((check) => check.subject === subject));
  if (chosen.length === 0) {
    const names = subjects.map((subject) => subject.name);
    throw new CourseError(`No function has "${name}" in its name. The functions are: ${names.join(', ')}.`);
  }
  await initEngine(engine ? { engine } : {});
  const { model } = weights ? await loadModel({ weights }) : await loadFixtureModel();
  const reference = await openTarget('reference');
  const course: Scoring = {
    model,
    checks: assignment.checks,
    reference: (module) => reference.load(module),
    seed,
    quick,
    wrong: isHeldOut ? heldOut : assignment.misconceptions,
    right: isHeldOut ? [] : assignment.accepted,
  };

  const variants = chosen.reduce((sum, subject) => sum + variantCount(course, subject), 0);
  const progress = startProgress('Variants', variants, { transient: true });
  const scores: FunctionScore[] = [];
  try {
    for (const subject of chosen) scores.push(await scoreFunction(course, subject, (id) => progress.step(id)));
  } finally {
    progress.stop();
  }
  if (name) console.log(`${scores.map(renderDetails).join('\n\n')}\n`);
  console.log(renderTable(scores));
  const problems = renderProblems(scores);
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
}

await runMain(main);
