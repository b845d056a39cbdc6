/** `npm run server:trial`: does the service keep its promises while its processes are killed? */
import { availableParallelism } from 'node:os';
import { commandLine, positiveInteger } from '../lib/command.ts';
import { runMain } from '../lib/errors.ts';
import { runTrial } from './server/trial.ts';

async function main(): Promise<number> {
  const options = commandLine('npm run server:trial --')
    .description(
      'Hands in submissions over HTTP while server, workers and Postgres are killed at random, then compares: nothing lost, nothing graded twice, results as undisturbed.',
    )
    .option('--submissions <n>', 'how many students hand in', positiveInteger, 300)
    .option('--kills <n>', 'how often a process gets SIGKILL', positiveInteger, 20)
    .option('--restarts <n>', 'how often Postgres is restarted (not the embedded one)', positiveInteger, 2)
    .option('--workers <n>', 'grading processes', positiveInteger, availableParallelism())
    .option('--embedded', 'the embedded database and its own worker, instead of a Postgres')
    .parse()
    .opts<{ submissions: number; kills: number; restarts: number; workers: number; embedded?: boolean }>();
  const { lost, twice, different, sentences } = await runTrial({ ...options, embedded: options.embedded ?? false });
  console.log(sentences.join('\n'));
  return lost + twice + different === 0 ? 0 : 1;
}

await runMain(main);
