/** `npm run attacks`: runs every hostile submission through the whole grader: does any gain or harm anything? */

import { closeParsers } from '../grader/parser/pool.ts';
import { commandLine } from '../lib/command.ts';
import { CourseError, runMain } from '../lib/errors.ts';
import { startProgress } from '../lib/progress.ts';
import { archiveAttacks } from './attacks/archives/index.ts';
import { goldenAttacks } from './attacks/attack.ts';
import { tryAttack } from './attacks/attempt.ts';
import { honestResults, levelOf, openAttackedCourse } from './attacks/course.ts';
import { limitsTable } from './attacks/limits.ts';
import { renderProblems, renderTable, type Tried } from './attacks/render.ts';
import { Watch } from './attacks/traces.ts';

interface Options {
  only?: string;
  limits?: boolean;
  update?: boolean;
}

async function main(): Promise<number> {
  const program = commandLine('npm run attacks --')
    .description(
      'Grades every attack (fixtures/submissions/attack, scripts/attacks/archives), each followed by an honest submission, ' +
        'and prints how many were tried, gained anything, or harmed anything. Exit code 1 if any did, or had an unexpected outcome.',
    )
    .option('--only <text>', 'only attacks whose name contains this')
    .option('--update', 'store the actual outcomes of fixtures/submissions/attack in their expected.json')
    .option('--limits', "measure the sandbox's limits instead: requested, measured, and overshoot")
    .parse();
  const { only = '', limits, update } = program.opts<Options>();
  if (limits) {
    console.log(await limitsTable());
    return 0;
  }
  const attacks = [...(await goldenAttacks()), ...(await archiveAttacks())].filter(({ id }) => id.includes(only));
  if (attacks.length === 0)
    throw new CourseError(`No attack has "${only}" in its name. See fixtures/submissions/attack.`);
  const tried = await tryAll(attacks);
  if (update) {
    for (const { attack, attempt } of tried) await attack.record?.(attempt.grading);
  }
  console.log(renderTable(tried));
  const left = attacks.length - tried.length;
  if (left > 0) console.log(`${left} were skipped: they would harm this machine, because the sandbox is not isolated.`);
  const problems = renderProblems(tried);
  for (const problem of problems) console.error(`\n${problem}`);
  return problems.length === 0 ? 0 : 1;
}

async function tryAll(attacks: Parameters<typeof tryAttack>[0][]): Promise<Tried[]> {
  const course = await openAttackedCourse();
  const watch = new Watch(course);
  await watch.start();
  const honest = await honestResults(course);
  const isIsolated = levelOf(honest) === 'bubblewrap';
  const progress = startProgress('Attacks', attacks.length);
  const tried: Tried[] = [];
  try {
    for (const [i, attack] of attacks.entries()) {
      progress.update(i, attack.id);
      if (attack.isolatedOnly && !isIsolated) continue;
      const attempt = await tryAttack(attack, course, watch);
      const after = await honestResults(course);
      const harmed =
        after === honest ? attempt.harmed : [...attempt.harmed, `the next grading, which reported: ${after}`];
      tried.push({ attack, attempt: { ...attempt, harmed }, surprise: await attack.surprise(attempt.grading) });
    }
  } finally {
    progress.stop();
    watch.stop();
    await closeParsers();
  }
  return tried;
}

await runMain(main);
